import { Injectable } from '@nestjs/common';
import { rungById, type RungRow } from './alerts.queries.js';

export type RungToTell = RungRow;

/** Narrow answers about alerts, for the floors above. */
@Injectable()
export class AlertsReader {
  /** A rung that was raised, with whom it is for; undefined when there is none. For the system. */
  rung(rungId: string): Promise<RungToTell | undefined> {
    return rungById(rungId);
  }
}
