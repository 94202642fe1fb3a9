import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { concernOf } from './watch.queries.js';

/** Narrow answers about findings. */
@Injectable()
export class WatchReader {
  constructor(private readonly identity: IdentityReader) {}

  /** The MARAC of a finding, its auditors, and whom it is about. Undefined when there is no such finding. */
  async concernOf(findingId: string): Promise<{ maracId: string; auditors: string[]; about: string } | undefined> {
    const concern = await concernOf(findingId);
    if (!concern) return undefined;
    const auditors = await this.identity.peopleToTell(concern.maracId, null, ['AUDITOR']);
    const others = auditors.map(({ id }) => id).filter((id) => id !== concern.userId);
    return { maracId: concern.maracId, auditors: others, about: concern.userId };
  }
}
