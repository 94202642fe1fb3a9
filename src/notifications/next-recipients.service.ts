import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { Reach } from './reach.service.js';
import { administratorsOf, SEES_CASE, whoSees } from './who-sees.queries.js';

/** Who is told in place of somebody whom a message does not reach. */
@Injectable()
export class NextRecipients {
  constructor(
    private readonly identity: IdentityReader,
    private readonly reach: Reach,
  ) {}

  /**
   * Coordinators; failing them chairs; failing them administrators: those who take mail and may know of the case. None when there is
   * nobody, which is for whoever asks to make loud.
   */
  async inPlaceOf(userId: string, maracId: string, caseId: string | null): Promise<string[]> {
    for (const role of ['COORDINATOR', 'CHAIR'] as const) {
      const people = (await this.identity.peopleToTell(maracId, null, [role])).map(({ id }) => id);
      const told = caseId === null ? people : await whoSees(people, SEES_CASE, caseId);
      const found = await this.others(userId, told);
      if (found.length > 0) return found;
    }
    return this.others(userId, await administratorsOf(maracId, caseId));
  }

  /** Administrators of the area, but for the one it is about. */
  async administrators(userId: string, maracId: string): Promise<string[]> {
    return (await administratorsOf(maracId, null)).filter((id) => id !== userId);
  }

  private others(userId: string, people: readonly string[]): Promise<string[]> {
    return this.reach.reachable(people.filter((id) => id !== userId));
  }
}
