import { Injectable } from '@nestjs/common';
import { signaturesIn } from './protocols.queries.js';
import { type Standing, standingFrom } from './signature.rules.js';

/** Narrow answers about who signed an area's protocol, for the floors above. */
@Injectable()
export class SignaturesReader {
  /** How each agency that ever signed there stands on a day; an agency that is not in it never did. */
  async standings(maracId: string, day: string): Promise<Map<string, Standing>> {
    const all = await signaturesIn(maracId);
    const agencies = new Set(all.map(({ agencyId }) => agencyId));
    const of = (id: string) => all.filter(({ agencyId }) => agencyId === id);
    return new Map([...agencies].map((id) => [id, standingFrom(of(id), day)]));
  }
}
