import { Injectable } from '@nestjs/common';
import { GLASS_BROKEN, GLASS_UNREVIEWED } from '../break-glass/break-glass.events.js';
import { BreakGlassReader } from '../break-glass/break-glass.reader.js';
import { CONFLICT_FOUND, LIFT_PROPOSED } from '../conflicts/conflicts.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';
import { SEES_CONFLICT, SEES_OPENING } from './who-sees.queries.js';

type Ids = Record<string, string>;

/** Conflicts of interest and emergency openings, told to those who decide on them: never to whom they are about. */
@Injectable()
export class ExclusionSubscribers {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly glass: BreakGlassReader,
  ) {}

  @Subscribes(CONFLICT_FOUND, 'notifications.tell-conflict')
  async conflict({ conflictId = '', caseId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.overseers(maracId, caseId, SEES_CONFLICT, conflictId);
    await this.tell.people(userIds, { kind: 'CONFLICT_TO_DECIDE', caseId, subjectId: conflictId, eventId });
  }

  @Subscribes(LIFT_PROPOSED, 'notifications.tell-lift')
  async lift({ conflictId = '', caseId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const userIds = await this.recipients.overseers(maracId, caseId, SEES_CONFLICT, conflictId);
    await this.tell.people(userIds, { kind: 'CONFLICT_LIFT_TO_AGREE', caseId, subjectId: conflictId, eventId });
  }

  @Subscribes(GLASS_BROKEN, 'notifications.tell-glass')
  async glassBroken(
    { breakGlassId = '', caseId = '', maracId = '', userId = '' }: Ids,
    eventId: string,
  ): Promise<void> {
    const userIds = await this.recipients.ofOpening(maracId, caseId, breakGlassId, userId);
    await this.tell.people(userIds, { kind: 'GLASS_BROKEN', caseId, subjectId: breakGlassId, eventId });
  }

  @Subscribes(GLASS_UNREVIEWED, 'notifications.tell-unreviewed')
  async unreviewed({ breakGlassId = '', caseId = '', maracId = '', userId = '' }: Ids, eventId: string): Promise<void> {
    const higher = await this.glass.escalationOf(breakGlassId);
    const people =
      higher > 1
        ? await this.recipients.administrators(maracId, caseId)
        : await this.recipients.overseers(maracId, caseId, SEES_OPENING, breakGlassId, 'CHAIR');
    const userIds = people.filter((id) => id !== userId);
    await this.tell.people(userIds, { kind: 'GLASS_UNREVIEWED', caseId, subjectId: breakGlassId, eventId });
  }
}
