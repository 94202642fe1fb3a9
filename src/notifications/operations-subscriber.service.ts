import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { TELLS_OF_STUCK_WORK, WORK_STUCK } from '../operations/operations.events.js';
import { tx } from '../platform/db/transaction.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { NobodyToTell } from './recipients.service.js';
import { Tell } from './tell.service.js';
import { administratorsOf } from './who-sees.queries.js';
import { WEBHOOK_DISABLED } from '../webhooks/webhooks.events.js';

/** Who is told that work of the system waits for a person: those who administer it. */
@Injectable()
export class OperationsSubscriber {
  constructor(
    private readonly identity: IdentityReader,
    private readonly tell: Tell,
  ) {}

  /** Who answers for it; when they left, the administrators of the area. */
  @Subscribes(WEBHOOK_DISABLED, 'notifications.tell-webhook-disabled')
  async webhookDisabled(
    { webhookId = '', maracId = '', userId = '' }: Record<string, string>,
    eventId: string,
  ): Promise<void> {
    const active = await this.identity.agencyOf(userId);
    const userIds = active ? [userId] : await administratorsOf(maracId, null);
    if (userIds.length === 0) throw new NobodyToTell();
    await this.tell.ofMarac(userIds, { kind: 'WEBHOOK_DISABLED', maracId, subjectId: webhookId, eventId });
  }

  @Subscribes(WORK_STUCK, TELLS_OF_STUCK_WORK)
  async workStuck({ stuckId = '' }: Record<string, string>, eventId: string): Promise<void> {
    const administrators = await administratorsAnywhere();
    if (administrators.length === 0) throw new NobodyToTell();
    for (const { id, maracId } of administrators)
      await this.tell.ofMarac([id], { kind: 'WORK_STUCK', maracId, subjectId: stuckId, eventId });
  }
}

/** Active administrators, each with an area of theirs: stuck work is nobody's in particular, and a notice stands in an area's name. */
async function administratorsAnywhere(): Promise<{ id: string; maracId: string }[]> {
  return tx().query(
    `select distinct on (u.id) u.id, m.id as "maracId"
       from identity.users u join identity.user_roles r on r.user_id = u.id
       join maracs.maracs m on m.id = r.marac_id or r.marac_id is null
      where r.role = 'ADMINISTRATOR' and u.deactivated_at is null order by u.id, m.id`,
  );
}
