import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { present } from '../platform/values/clock.js';
import { type IsoDate, todayIn } from '../platform/values/dates.js';
import { SIGNATURE_ENDING, WARNINGS } from './access.events.js';
import { PROTOCOL_NORMS } from './protocol-norms.js';
import { signatureById, signaturesBy, signedAgencies } from './protocols.queries.js';
import { endsOn, lasting, warningDays } from './signature.rules.js';

/** Goes through the signatures themselves, for those that no request wrote and for rules that changed since. */
export const WATCH_SIGNATURES = defineJob({ name: 'access.watch-signatures', every: '6h' });

/** Access lapses by itself, so whoever can have a signature renewed is told in time: three times, and never about one that was. */
@Injectable()
export class SignatureWatch {
  constructor(
    private readonly due: Due,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  @Handles(WATCH_SIGNATURES)
  async watchAll(): Promise<void> {
    for (const { maracId, agencyId } of await signedAgencies(null)) await this.watch(maracId, agencyId);
  }

  /** Every agency's, after a new version of the protocol ends the earlier ones. */
  async watchMarac(maracId: string): Promise<void> {
    for (const { agencyId } of await signedAgencies(maracId)) await this.watch(maracId, agencyId);
  }

  /** Sets the warnings before the agency's access ends, and takes back those before the end of what was renewed or withdrawn. */
  async watch(maracId: string, agencyId: string): Promise<void> {
    const today = todayIn(TIME_ZONE, present());
    const { rules } = await this.maracs.rules(maracId, PROTOCOL_NORMS, today);
    const before = [rules.firstWarningDays, rules.secondWarningDays, rules.lastWarningDays];
    const signatures = await signaturesBy(maracId, agencyId);
    const last = lasting(signatures);
    for (const signature of signatures) {
      const days = signature === last ? warningDays(endsOn(signature), before, today) : before.map(() => null);
      WARNINGS.forEach((kind, i) => {
        const day = days[i];
        if (day) this.due.set(kind, signature.id, startOf(day));
        else this.due.clear(kind, signature.id);
      });
    }
  }

  @WhenDue(WARNINGS[0])
  async first(signatureId: string): Promise<void> {
    await this.warn(signatureId);
  }

  @WhenDue(WARNINGS[1])
  async second(signatureId: string): Promise<void> {
    await this.warn(signatureId);
  }

  @WhenDue(WARNINGS[2])
  async last(signatureId: string): Promise<void> {
    await this.warn(signatureId);
  }

  /** Looks at the signature as it stands now: one renewed, withdrawn or lapsed meanwhile warns of nothing. */
  private async warn(signatureId: string): Promise<void> {
    const signature = await signatureById(signatureId);
    if (!signature || signature.withdrawn) return;
    const { protocolId, maracId, agencyId } = signature;
    const last = lasting(await signaturesBy(maracId, agencyId));
    if (last?.id !== signatureId || endsOn(signature) < todayIn(TIME_ZONE, present())) return;
    this.outbox.publish({ name: SIGNATURE_ENDING, ids: { protocolId, signatureId, maracId } });
    this.audit.record({ action: SIGNATURE_ENDING, subject: { kind: 'agency', id: agencyId }, maracId });
  }
}

/** The first moment of a day, by the clock of the area. */
function startOf(day: IsoDate): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: TIME_ZONE }).epochMilliseconds);
}
