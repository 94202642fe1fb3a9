import { Injectable } from '@nestjs/common';
import { holdersOf } from './papers.queries.js';

/** Narrow answers about papers, for the floors above. */
@Injectable()
export class PapersReader {
  /** Who holds copies that were called back and has not said that they are destroyed. For the system. */
  holdersOf(recallId: string): Promise<string[]> {
    return holdersOf(recallId);
  }
}
