import { Injectable } from '@nestjs/common';
import { chasedStep } from './transfer-ladders.queries.js';
import type { Phase } from './transfer-phases.rules.js';
import { type Concern, concernOf } from './transfers.queries.js';

/** What rooms above need to know of transfers. */
@Injectable()
export class TransfersReader {
  /** Which case goes from where to where. For the system alone: it joins a victim to the area where she is. */
  concernOf(transferId: string): Promise<Concern | undefined> {
    return concernOf(transferId);
  }

  /** What a reminder is of that was raised before transfers climbed ladders. For the system. */
  chasedStep(chaseId: string): Promise<{ phase: Phase; chairs: boolean } | undefined> {
    return chasedStep(chaseId);
  }
}
