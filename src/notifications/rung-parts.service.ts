import { Injectable } from '@nestjs/common';
import type { Tells } from '../alerts/ladder.rules.js';
import { NobodyToTell } from './recipients.service.js';
import { type Concern, type Part, parts, type Reached, RungRecipients } from './rung-recipients.service.js';

export interface PartReached extends Reached {
  part: Part;
}

/** Whom a rung reaches, part by part: each person once, by a part they hold sooner than by one that they stand in for. */
@Injectable()
export class RungParts {
  constructor(private readonly recipients: RungRecipients) {}

  /** That one part is out of reach does not keep the others from being told. @throws NobodyToTell when all are */
  async of(tells: readonly Tells[], concern: Concern): Promise<PartReached[]> {
    const found: PartReached[] = [];
    let failure: NobodyToTell | undefined;
    for (const part of parts(tells)) {
      try {
        found.push({ ...(await this.recipients.of(part, concern)), part });
      } catch (error) {
        if (!(error instanceof NobodyToTell)) throw error;
        failure = error;
      }
    }
    if (failure && found.length === 0) throw failure;
    return eachOnce([...found.filter(({ instead }) => !instead), ...found.filter(({ instead }) => instead)]);
  }
}

function eachOnce(found: readonly PartReached[]): PartReached[] {
  const told = new Set<string>();
  return found.map((reached) => {
    const userIds = reached.userIds.filter((id) => !told.has(id));
    for (const id of userIds) told.add(id);
    return { ...reached, userIds };
  });
}
