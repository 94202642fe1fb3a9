import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { addDays, addMonths, todayIn } from '../platform/values/dates.js';
import { SIGNATURES_CHANGED } from './access.events.js';
import { PROTOCOL_NORMS } from './protocol-norms.js';
import type { NewProtocol, NewSignature, ProtocolView, SignatureView } from './protocols.dto.js';
import {
  endEarlierVersions, type ProtocolRow, protocolById, protocolsOf, signatureById, type SignatureRow, signaturesOf, withdrawSignatures,
} from './protocols.queries.js'; // prettier-ignore
import { Protocols } from './protocols.service.js';
import { endsOn, signatureState, type SigningRefusal, signingRefusal } from './signature.rules.js';

const REFUSED: Record<SigningRefusal['refused'], string> = {
  'future-date': 'This day has not come yet.',
  'before-signing': 'It is reviewed after it was signed.',
  'too-far-ahead': 'This is further ahead than the rules of the MARAC allow.',
};

/** The file of the protocol, as coordinators and administrators keep it: versions, who signed them, until when. */
@Injectable()
export class ProtocolRegister {
  constructor(
    private readonly protocols: Protocols,
    private readonly outbox: Outbox,
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
  ) {}

  /** Versions of a MARAC's protocol, newest first. @throws Problem 422 for a MARAC that is not among the reader's */
  async list(code: string): Promise<ProtocolView[]> {
    const marac = await this.maracs.byCode(code);
    if (!marac || !tx().actor.may('protocols:read', marac.id))
      throw Problem.at('marac', 'unknown', 'There is no such MARAC among yours.');
    return (await protocolsOf(marac.id)).map(asView);
  }

  /**
   * Publishes the next version. Signatures of earlier ones count for the MARAC's days of grace after it comes into force.
   * @throws Problem 422 `unknown`, `in-the-past`; 409 when somebody else published at the same moment
   */
  async publish({ maracId, title, inForceFrom }: NewProtocol): Promise<ProtocolView> {
    if (!tx().actor.may('protocols:publish', maracId) || !(await this.maracs.byId(maracId)))
      throw Problem.at('/maracId', 'unknown', 'There is no such MARAC among yours.');
    const today = todayIn(TIME_ZONE, present());
    if (inForceFrom < today) throw Problem.at('/inForceFrom', 'in-the-past', 'It comes into force today or later.');
    const { rules } = await this.maracs.rules(maracId, PROTOCOL_NORMS, today);
    const version = ((await protocolsOf(maracId))[0]?.version ?? 0) + 1;
    this.protocols.publish({ maracId, version, title, inForceFrom });
    endEarlierVersions(maracId, version, addDays(inForceFrom, rules.graceDays));
    this.outbox.publish({ name: SIGNATURES_CHANGED, ids: { maracId } });
    return asView((await protocolsOf(maracId))[0]!);
  }

  async signatures(protocolId: string): Promise<SignatureView[]> {
    const protocol = await this.mine(protocolId, 'protocols:read');
    const today = todayIn(TIME_ZONE, present());
    return (await signaturesOf(protocol)).map((row) => signatureView(row, today));
  }

  /**
   * Records that an agency signed. What is shared with it is seen from the next request on, until the review is due.
   * @throws Problem 404; 409 `superseded`; 422 `unknown`, `future-date`, `before-signing`, `too-far-ahead`
   */
  async sign(protocolId: string, input: NewSignature): Promise<SignatureView> {
    const protocol = await this.mine(protocolId, 'protocols:sign');
    const { maracId, version } = protocol;
    const today = todayIn(TIME_ZONE, present());
    const { rules } = await this.maracs.rules(maracId, PROTOCOL_NORMS, today);
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some(({ id }) => id === input.agencyId))
      throw Problem.at('/agencyId', 'unknown', 'The agency does not belong to that MARAC.');
    const wrong = signingRefusal(input, today, addMonths(today, rules.longestMonths));
    if (wrong) throw Problem.at(`/${wrong.field}`, wrong.refused, REFUSED[wrong.refused]);
    if (protocol.signableUntil && protocol.signableUntil < today)
      throw Problem.conflict('superseded', 'A later version of the protocol is to be signed.');
    const { agencyId, signatory, signedOn, reviewDue } = input;
    const id = this.protocols.sign({ maracId, agencyId, version, signatory, signedOn, reviewDue });
    this.outbox.publish({ name: SIGNATURES_CHANGED, ids: { maracId, agencyId } });
    return this.view(id, today);
  }

  /**
   * The agency no longer takes part: all its signatures in the MARAC end, whatever their version, and its people see nothing from
   * the next request on. @throws Problem 404; 409 `already-withdrawn`
   */
  async withdraw(protocolId: string, signatureId: string, reason: string): Promise<SignatureView> {
    const { maracId } = await this.mine(protocolId, 'protocols:sign');
    const signature = await signatureById(signatureId);
    if (signature?.protocolId !== protocolId) throw Problem.notFound();
    if (signature.withdrawn) throw Problem.conflict('already-withdrawn', 'This signature was withdrawn before.');
    const { actor } = tx();
    await withdrawSignatures(signature, `${actor.kind}:${actor.id}`, reason);
    const { agencyId } = signature;
    this.audit.record({ action: 'protocol.left', subject: { kind: 'agency', id: agencyId }, maracId });
    this.outbox.publish({ name: SIGNATURES_CHANGED, ids: { maracId, agencyId } });
    return this.view(signatureId, todayIn(TIME_ZONE, present()));
  }

  /** A version in a MARAC where the actor holds the permission; others look like none. */
  private async mine(protocolId: string, permission: 'protocols:read' | 'protocols:sign'): Promise<ProtocolRow> {
    const protocol = await protocolById(protocolId);
    if (!protocol || !tx().actor.may(permission, protocol.maracId)) throw Problem.notFound();
    return protocol;
  }

  private async view(signatureId: string, today: string): Promise<SignatureView> {
    const row = await signatureById(signatureId);
    if (!row) throw new Error('the signature just written is not there');
    return signatureView(row, today);
  }
}

function asView({ publishedAt, ...row }: ProtocolRow): ProtocolView {
  return { ...row, publishedAt: publishedAt.toISOString() };
}

function signatureView(row: SignatureRow, today: string): SignatureView {
  const { id, agencyId, agency, version, signatory, signedOn, reviewDue, withdrawnAt, withdrawnBecause } = row;
  return {
    ...{ id, agencyId, agency, version, signatory, signedOn, reviewDue, endsOn: endsOn(row) },
    ...signatureState(row, today),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    withdrawnBecause,
  };
}
