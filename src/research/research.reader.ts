import { Injectable } from '@nestjs/common';
import { CirculationPlan, type Listing } from './circulation-plan.service.js';
import { chaseById, managerToTell, owedCase, SEES_OWED as SEES } from './chasers.queries.js';

/** SQL that finds a meeting to which the reader's agency owes research, when the reader may know it: row-level security answers. */
export const SEES_OWED = SEES;

/** What rooms above need to know of research, to tell people that it is owed. For the system but the first. */
@Injectable()
export class ResearchReader {
  constructor(private readonly plan: CirculationPlan) {}

  /** How many agencies of each meeting have no signature that lasts, or were left out: as far as the reader sees its cases. */
  async signaturesToMind(maracId: string, meetings: readonly Listing[]): Promise<Map<string, number>> {
    const minded = await this.plan.signatures(maracId, meetings);
    return new Map([...minded].map(([id, ones]) => [id, new Set(ones.map(({ agencyId }) => agencyId)).size]));
  }

  /** A reminder that was raised before research climbed ladders, and whom it is for. */
  chase(chaseId: string) {
    return chaseById(chaseId);
  }

  /** Who answers for an agency; undefined when nobody is named, or may not know what is owed. */
  managerToTell(meetingId: string, agencyId: string): Promise<string | undefined> {
    return managerToTell(meetingId, agencyId);
  }

  /** A case for which an agency owes something to a meeting, to find who oversees it. */
  owedCase(meetingId: string, agencyId: string): Promise<string | undefined> {
    return owedCase(meetingId, agencyId);
  }
}
