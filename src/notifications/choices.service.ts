import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { DELIVERY } from './delivery-rules.js';
import { afterQuiet } from './hours.rules.js';
import { PreferenceRow } from './notification.entity.js';
import { type Choices, NO_CHOICE } from './ways.rules.js';

/** When and how somebody wants to be told: what they chose, and for the rest what their area has decided. */
@Injectable()
export class ChoiceReader {
  private readonly preferences = new Store(PreferenceRow);

  constructor(private readonly maracs: MaracsReader) {}

  /** For the system, or of oneself. Looked up once in a unit of work. */
  async of(userId: string): Promise<Choices> {
    const found = tx().memory(`choices of ${userId}`, () => this.preferences.byId(userId));
    return (await found) ?? NO_CHOICE;
  }

  /** When the digest of a person goes out. */
  async digestTime(userId: string, maracId: string): Promise<string> {
    return (await this.of(userId)).digestAt ?? (await this.rules(maracId)).digestAt;
  }

  /** From when a message that can wait may go to a person: now, or the end of their quiet hours. */
  async notBefore(userId: string, maracId: string): Promise<Date | 'now'> {
    const { quietFrom, quietUntil } = await this.of(userId);
    const rules = await this.rules(maracId);
    const quiet = { from: quietFrom ?? rules.quietFrom, until: quietUntil ?? rules.quietUntil };
    const now = present();
    const after = afterQuiet(now, quiet, TIME_ZONE);
    return after > now ? after : 'now'; // by the database's clock, which may be a little behind
  }

  private async rules(maracId: string) {
    const day = todayIn(TIME_ZONE, present());
    const found = tx().memory(`delivery rules ${maracId}`, () => this.maracs.rules(maracId, DELIVERY, day));
    return (await found).rules;
  }
}
