import { Injectable } from '@nestjs/common';
import {
  ACTION_CLOSED,
  ACTION_DECLINED,
  ACTION_REASSIGNED,
  ACTION_REQUESTED,
  ACTION_UNANSWERED,
} from '../actions/actions.events.js';
import { ActionsReader, type Ownership, SEES_ACTION } from '../actions/actions.reader.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { PERMISSIONS, ROLES } from '../identity/roles.rules.js';
import { Subscribes } from '../platform/events/subscribes.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';
import { whoSees } from './who-sees.queries.js';

const WORK_ON_ACTIONS = ROLES.filter((role) => PERMISSIONS[role].includes('actions:update'));

/** What becomes of actions, told to whom it concerns and who may see it. */
@Injectable()
export class ActionSubscriber {
  constructor(
    private readonly actions: ActionsReader,
    private readonly identity: IdentityReader,
    private readonly recipients: Recipients,
    private readonly tell: Tell,
  ) {}

  /** The agency that was not there; when nobody there can be told, those who can ask somebody else. */
  @Subscribes(ACTION_REQUESTED, 'notifications.tell-action-requested')
  async requested({ actionId = '', requestId = '' }: Record<string, string>): Promise<void> {
    await this.tellOwner('ACTION_REQUESTED', actionId, requestId);
  }

  @Subscribes(ACTION_REASSIGNED, 'notifications.tell-action-reassigned')
  async reassigned({ actionId = '', reassignmentId = '' }: Record<string, string>): Promise<void> {
    await this.tellOwner('ACTION_REASSIGNED', actionId, reassignmentId);
  }

  /** Coordinators: somebody else has to be found. */
  @Subscribes(ACTION_DECLINED, 'notifications.tell-action-declined')
  async declined({ actionId = '', caseId = '', maracId = '', requestId = '' }: Record<string, string>): Promise<void> {
    const userIds = await this.recipients.overseers(maracId, caseId, SEES_ACTION, actionId);
    await this.tell.people(userIds, { kind: 'ACTION_DECLINED', caseId, subjectId: actionId, eventId: requestId });
  }

  @Subscribes(ACTION_UNANSWERED, 'notifications.tell-action-unanswered')
  async unanswered(ids: Record<string, string>): Promise<void> {
    const { actionId = '', caseId = '', maracId = '', requestId = '' } = ids;
    const userIds = await this.recipients.leaders(maracId, caseId);
    await this.tell.people(userIds, { kind: 'ACTION_UNANSWERED', caseId, subjectId: actionId, eventId: requestId });
  }

  /** IDVAs who have the case are told by themselves; one who is shut out of it finds nothing, and hears nothing. */
  @Subscribes(ACTION_CLOSED, 'notifications.tell-action-closed')
  async closed(ids: Record<string, string>, eventId: string): Promise<void> {
    const { actionId = '', caseId = '', maracId = '', userId } = ids;
    const idvas = await this.identity.peopleToTell(maracId, null, ['IDVA']);
    const others = idvas.map(({ id }) => id).filter((id) => id !== userId);
    const userIds = await whoSees(others, SEES_ACTION, actionId);
    if (userIds.length === 0) return;
    await this.tell.people(userIds, { kind: 'ACTION_CLOSED', caseId, subjectId: actionId, eventId });
  }

  private async tellOwner(kind: NoticeKind, actionId: string, eventId: string): Promise<void> {
    const action = await this.actions.ownership(actionId);
    if (!action) throw new Error('the action of an event is not there');
    const { caseId, maracId, closed } = action;
    if (closed) return;
    const owners = await this.owners(actionId, action);
    const userIds =
      owners.length > 0 ? owners : await this.recipients.overseers(maracId, caseId, SEES_ACTION, actionId);
    const told = owners.length > 0 ? kind : 'ACTION_UNOWNED';
    await this.tell.people(userIds, { kind: told, caseId, subjectId: actionId, eventId });
  }

  /** The person named, otherwise the agency's people: those who see it. */
  private async owners(actionId: string, action: Ownership): Promise<string[]> {
    const { maracId, ownerAgencyId, ownerUserId } = action;
    const people = await this.identity.peopleToTell(maracId, ownerAgencyId, WORK_ON_ACTIONS);
    const ids = people.map(({ id }) => id);
    const seeing = await whoSees(ids, SEES_ACTION, actionId);
    return ownerUserId && seeing.includes(ownerUserId) ? [ownerUserId] : seeing;
  }
}
