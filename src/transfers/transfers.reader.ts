import { Injectable } from '@nestjs/common';
import { type Concern, concernOf } from './transfers.queries.js';

/** What rooms above need to know of transfers. */
@Injectable()
export class TransfersReader {
  /** Which case goes from where to where. For the system alone: it joins a victim to the area where she is. */
  concernOf(transferId: string): Promise<Concern | undefined> {
    return concernOf(transferId);
  }
}
