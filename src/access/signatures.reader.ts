import { Injectable } from '@nestjs/common';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { todayIn } from '../platform/values/dates.js';
import { lockSignature, signatureIds, signaturesBy, signaturesIn, stillTakesPart } from './protocols.queries.js';
import { endsOn, lasting, type Standing, standingFrom } from './signature.rules.js';

/** A signature that has to be renewed by a day, or the agency sees nothing. */
export interface EndingSignature {
  protocolId: string;
  maracId: string;
  agencyId: string;
  /** the last day on which it counts */
  endsOn: string;
}

/** Which signatures have to be renewed, for the floors above. For the system. */
@Injectable()
export class SignaturesReader {
  /** Of one agency, of one area, or of all; those withdrawn among them where somebody may have followed them. */
  ids(maracId: string | null, agencyId: string | null = null): Promise<string[]> {
    return signatureIds(maracId, agencyId);
  }

  /**
   * Locked. Undefined when nothing has to be done about it: it was withdrawn, another of the agency lasts longer, the agency takes part no
   * more, or it had ended when it was recorded, for the file alone.
   */
  async ending(signatureId: string): Promise<EndingSignature | undefined> {
    const signature = await lockSignature(signatureId);
    if (!signature || signature.withdrawn) return undefined;
    const { protocolId, maracId, agencyId, recordedAt } = signature;
    const end = endsOn(signature);
    if (end < todayIn(TIME_ZONE, recordedAt) || !(await stillTakesPart(maracId, agencyId))) return undefined;
    if (lasting(await signaturesBy(maracId, agencyId))?.id !== signatureId) return undefined;
    return { protocolId, maracId, agencyId, endsOn: end };
  }

  /** How each agency that ever signed there stands on a day; an agency that is not in it never did. */
  async standings(maracId: string, day: string): Promise<Map<string, Standing>> {
    const all = await signaturesIn(maracId);
    const agencies = new Set(all.map(({ agencyId }) => agencyId));
    const of = (id: string) => all.filter(({ agencyId }) => agencyId === id);
    return new Map([...agencies].map((id) => [id, standingFrom(of(id), day)]));
  }
}
