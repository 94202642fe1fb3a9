import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SIGNATURE_ENDING, SIGNATURES_CHANGED } from '../access/access.events.js';
import { SignaturesReader } from '../access/signatures.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { addDays, daysBetween } from '../platform/values/dates.js';
import { Ladders } from './ladders.service.js';
import type { OwedFacts, Owing, RaisedRung, Told } from './owing.rules.js';
import { momentOn } from '../platform/values/moments.js';

/** Kind of the due row by which a signature is looked at; the subject is the signature. */
export const SIGNATURE_DUE = 'protocol.signature-due';

/** Goes through the signatures themselves, for those that no request wrote and for events that were lost. */
export const WATCH_SIGNATURES = defineJob({ name: 'alerts.watch-signatures', every: '6h', transaction: 'own' });

const LADDER = { kind: 'signature', dueKind: SIGNATURE_DUE };
const LONG_AGO = new Date(0);

/**
 * Access lapses by itself, so whoever can have a signature renewed is told in time, and hears when it was not. Here and not in `access`,
 * which lies below the ladders.
 */
@Injectable()
export class SignatureLadders implements Owing, OnModuleInit {
  constructor(
    private readonly ladders: Ladders,
    private readonly signatures: SignaturesReader,
    private readonly uow: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(LADDER, this);
  }

  @Subscribes(SIGNATURES_CHANGED, 'alerts.follow-signatures')
  async changed({ maracId = '', agencyId }: Record<string, string>): Promise<void> {
    for (const id of await this.signatures.ids(maracId, agencyId)) await this.ladders.follow(LADDER, id);
  }

  @Handles(WATCH_SIGNATURES)
  async watch(): Promise<void> {
    const actor = Actor.system(WATCH_SIGNATURES.name);
    const ids = await this.uow.run(actor, () => this.signatures.ids(null));
    await this.uow.each(actor, ids, (id) => this.ladders.follow(LADDER, id));
  }

  @WhenDue(SIGNATURE_DUE)
  async whenDue(signatureId: string): Promise<void> {
    await this.ladders.look(LADDER, signatureId);
  }

  /** Overdue when its last day is over. One that is recorded late is warned of at once: what passed before is not too early. */
  async owed(subjectId: string): Promise<OwedFacts | null> {
    const signature = await this.signatures.ending(subjectId);
    if (!signature) return null;
    const { maracId, agencyId, endsOn } = signature;
    const dueAt = momentOn(addDays(endsOn, 1), '00:00', TIME_ZONE);
    // a later version of the protocol may end it sooner, and never later again: the day itself counts its due moments
    const epoch = daysBetween('1970-01-01', endsOn);
    const none = { caseId: null, pauses: [], since: LONG_AGO };
    return { ...none, subjectId, maracId, agencyId, ladder: 'signatures', dueAt, epoch };
  }

  async raised({ id: rungId, ladderId: signatureId, facts: { maracId } }: RaisedRung): Promise<Told> {
    const signature = await this.signatures.ending(signatureId);
    if (!signature) throw new Error('the signature that ends is not there');
    const { protocolId } = signature;
    const event = { name: SIGNATURE_ENDING, ids: { rungId, protocolId, signatureId, maracId } };
    return { event, deed: SIGNATURE_ENDING, subject: { kind: 'agency', id: signature.agencyId } };
  }
}
