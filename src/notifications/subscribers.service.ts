import { Injectable } from '@nestjs/common';
import { ACTION_OVERDUE } from '../actions/actions.events.js';
import { CANARY_ASKED_FOR } from '../persons/search.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import {
  COUNTER_ALLEGATION,
  REFERRAL_ACCEPTED,
  REFERRAL_DECLINED,
  REFERRAL_RETURNED,
  REFERRAL_SUBMITTED,
} from '../referrals/referrals.events.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { RungTeller } from './rung-teller.service.js';
import { Tell } from './tell.service.js';
import { FINDING_RAISED } from '../watch/watch.events.js';
import { WatchReader } from '../watch/watch.reader.js';
import { canaryRef } from './who-sees.queries.js';

/** What the floors below announce, told to the people it concerns. */
@Injectable()
export class Subscribers {
  constructor(
    private readonly rungs: RungTeller,
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly watch: WatchReader,
  ) {}

  /** An overdue alert never goes nowhere: who cannot be reached is replaced, and the notice says so. */
  @Subscribes(ACTION_OVERDUE, 'notifications.tell-overdue', { together: true })
  async overdue({ actionId = '', alertId = '' }: Record<string, string>): Promise<void> {
    await this.rungs.ofAction(actionId, alertId);
  }

  @Subscribes(REFERRAL_SUBMITTED, 'notifications.tell-received')
  async received(
    { referralId = '', caseId = '', maracId = '' }: Record<string, string>,
    eventId: string,
  ): Promise<void> {
    const userIds = await this.recipients.ofReceipt(maracId, caseId);
    await this.tell.people(userIds, { kind: 'REFERRAL_RECEIVED', caseId, subjectId: referralId, eventId });
  }

  /** The roles are the other way round in another case: the coordinator and the chair decide who is the primary victim. */
  @Subscribes(COUNTER_ALLEGATION, 'notifications.tell-swapped')
  async swapped(
    { referralId = '', caseId = '', maracId = '', otherCaseId = '' }: Record<string, string>,
    eventId: string,
  ): Promise<void> {
    const userIds = await this.recipients.ofSwapped(maracId, caseId, otherCaseId);
    await this.tell.people(userIds, { kind: 'ROLES_TO_DECIDE', caseId, subjectId: referralId, eventId });
  }

  @Subscribes(REFERRAL_ACCEPTED, 'notifications.tell-accepted')
  async accepted(ids: Record<string, string>, eventId: string): Promise<void> {
    await this.tellReferrer('REFERRAL_ACCEPTED', ids, eventId);
  }

  @Subscribes(REFERRAL_DECLINED, 'notifications.tell-declined')
  async declined(ids: Record<string, string>, eventId: string): Promise<void> {
    await this.tellReferrer('REFERRAL_DECLINED', ids, eventId);
  }

  @Subscribes(REFERRAL_RETURNED, 'notifications.tell-returned')
  async returned(ids: Record<string, string>, eventId: string): Promise<void> {
    await this.tellReferrer('REFERRAL_RETURNED', ids, eventId);
  }

  /** Somebody asked for a person who was invented: those who audit are told at once, and find who it was in the record. */
  @Subscribes(CANARY_ASKED_FOR, 'notifications.tell-canary')
  async canary({ canaryId = '', maracId = '', userId = '' }: Record<string, string>, eventId: string): Promise<void> {
    const caseRef = (await canaryRef(canaryId)) ?? '';
    const auditors = await this.recipients.watchers(maracId, userId);
    await this.tell.ofAlarm(auditors, { kind: 'CANARY_ASKED_FOR', subjectId: canaryId, eventId, maracId, caseRef });
  }

  @Subscribes(FINDING_RAISED, 'notifications.tell-finding')
  async findingRaised({ findingId = '' }: Record<string, string>, eventId: string): Promise<void> {
    const concern = await this.watch.concernOf(findingId);
    if (!concern) throw new Error('the finding is not there');
    const userIds = await this.recipients.ofFinding(concern);
    const { maracId } = concern;
    await this.tell.ofMarac(userIds, { kind: 'READING_UNUSUAL', maracId, subjectId: findingId, eventId });
  }

  /** A referral that came back to an agency where nobody can be told stays with the coordinators: the victim is still at risk. */
  private async tellReferrer(kind: NoticeKind, ids: Record<string, string>, eventId: string): Promise<void> {
    const { referralId = '', caseId = '', maracId = '', agencyId = '' } = ids;
    let userIds = await this.recipients.ofReferrer(maracId, agencyId, caseId);
    if (userIds.length === 0 && kind !== 'REFERRAL_ACCEPTED') {
      userIds = await this.recipients.overseers(maracId, caseId);
    }
    await this.tell.people(userIds, { kind, caseId, subjectId: referralId, eventId });
  }
}
