import { Injectable } from '@nestjs/common';
import type { ChaseStep } from './transfer-chase.rules.js';
import { chasedStep } from './transfer-chasers.queries.js';
import { type Concern, concernOf } from './transfers.queries.js';

/** What rooms above need to know of transfers. */
@Injectable()
export class TransfersReader {
  /** Which case goes from where to where. For the system alone: it joins a victim to the area where she is. */
  concernOf(transferId: string): Promise<Concern | undefined> {
    return concernOf(transferId);
  }

  /** What a reminder is of. For the system. */
  chasedStep(chaseId: string): Promise<ChaseStep | undefined> {
    return chasedStep(chaseId);
  }
}
