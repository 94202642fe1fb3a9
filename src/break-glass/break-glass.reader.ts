import { Injectable } from '@nestjs/common';
import { Store } from '../platform/db/store.js';
import { BreakGlassUse } from './break-glass.entity.js';

/** Narrow answers about emergency openings, for the floors above. */
@Injectable()
export class BreakGlassReader {
  private readonly uses = new Store(BreakGlassUse);

  /** How far up it went that nobody reviewed it: 0 not at all, 1 to the chairs, 2 to the administrators. */
  async escalationOf(id: string): Promise<number> {
    return (await this.uses.byId(id))?.escalation ?? 0;
  }
}
