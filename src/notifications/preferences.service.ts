import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { NOTICE_KINDS, NOTICES } from './notice.rules.js';
import { PreferenceRow } from './notification.entity.js';
import type { NewNotificationPreferences, NotificationPreferencesView } from './preferences.dto.js';
import { Reach } from './reach.service.js';
import { NO_CHOICE, refuseChoices, wayOf } from './ways.rules.js';

// two first choices at once: the second saw none, and is told so as if it had seen an older one
registerConstraint('preferences_pkey', {
  status: 412,
  code: 'stale',
  title: 'Somebody else changed this since you read it. Read it again.',
});

const NOTHING_CHOSEN = { ...NO_CHOICE, version: 0 };

/** How somebody wants to be told. Nobody but they themselves reads or changes it. */
@Injectable()
export class PreferencesService {
  private readonly rows = new Store(PreferenceRow);

  constructor(
    private readonly audit: Audit,
    private readonly reach: Reach,
  ) {}

  async mine(): Promise<NotificationPreferencesView> {
    const { id } = tx().actor;
    const { usual, ways, quietFrom, quietUntil, digestAt, version } = (await this.rows.byId(id)) ?? NOTHING_CHOSEN;
    const choices = { usual, ways };
    const address = await this.reach.addressOf(id);
    const since = address ? await this.reach.since(id, address) : null;
    return {
      usual,
      ways: NOTICE_KINDS.map((kind) => {
        const { title, urgent } = NOTICES[kind];
        return { kind, title, urgent, way: wayOf(kind, choices) };
      }),
      ...{ quietFrom, quietUntil, digestAt, version, unreachableSince: since?.toISOString() ?? null },
    };
  }

  /** @throws Problem 422 `urgent-cannot-be-silenced`, `given-twice`, `required` or `no-time-between` at the field; StaleVersion */
  async choose(version: number, input: NewNotificationPreferences): Promise<NotificationPreferencesView> {
    const errors = refuseChoices(input);
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', errors);
    const { id } = tx().actor;
    const { usual, ways, quietFrom = null, quietUntil = null, digestAt = null } = input;
    const chosen = Object.fromEntries(ways.map(({ kind, way }) => [kind, way]));
    const row = { id, usual, ways: chosen, quietFrom, quietUntil, digestAt, version };
    const before = await this.rows.lockById(id);
    if ((before?.version ?? 0) !== version) throw new StaleVersion();
    if (before) await this.rows.update(row);
    else this.rows.insert({ ...row, version: 1 });
    this.audit.record({ action: 'preferences.chosen', subject: { kind: 'user', id } });
    await tx().settle();
    return this.mine();
  }
}
