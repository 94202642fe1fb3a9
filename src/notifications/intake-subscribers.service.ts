import { Injectable } from '@nestjs/common';
import { CASE_ESCALATED } from '../meetings/meetings.events.js';
import { Subscribes } from '../platform/events/subscribes.js';
import {
  APPEAL_DISMISSED, APPEAL_WAITS, EMERGENCY_ACCEPTED, EMERGENCY_WAITS, REFERRAL_APPEALED, REFERRAL_WAITS, REFERRAL_WAITS_LONG,
  REPEAT_NOTED, SIGN_OFF_WAITS,
} from '../referrals/referrals.events.js'; // prettier-ignore
import { ReferralsReader } from '../referrals/referrals.reader.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** What waits on its way to a meeting, and what was decided there: told to whoever is to do something about it. */
@Injectable()
export class IntakeSubscribers {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly referrals: ReferralsReader,
  ) {}

  @Subscribes(REFERRAL_WAITS, 'notifications.tell-waits')
  async waits({ maracId = '', caseId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const coordinators = await this.recipients.overseers(maracId, caseId);
    await this.ofReferral('REFERRAL_WAITS', coordinators, { caseId, ...ids }, eventId);
  }

  @Subscribes(REFERRAL_WAITS_LONG, 'notifications.tell-waits-long')
  async waitsLong({ maracId = '', caseId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const leaders = await this.recipients.leaders(maracId, caseId);
    await this.ofReferral('REFERRAL_WAITS_LONG', leaders, { caseId, ...ids }, eventId);
  }

  @Subscribes(EMERGENCY_ACCEPTED, 'notifications.tell-emergency')
  async emergency({ maracId = '', caseId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const leaders = await this.recipients.leaders(maracId, caseId);
    const idvas = await this.recipients.ofSupport(maracId, caseId);
    await this.ofReferral('REFERRAL_EMERGENCY', [...new Set([...leaders, ...idvas])], { caseId, ...ids }, eventId);
  }

  @Subscribes(EMERGENCY_WAITS, 'notifications.tell-emergency-waits')
  async emergencyWaits({ maracId = '', caseId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const leaders = await this.recipients.leaders(maracId, caseId);
    await this.ofReferral('EMERGENCY_WAITS', leaders, { caseId, ...ids }, eventId);
  }

  /** The referrer, and whoever supports the victim: no meeting will tell them. */
  @Subscribes(REPEAT_NOTED, 'notifications.tell-repeat-noted')
  async repeatNoted({ maracId = '', caseId = '', agencyId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const referrers = await this.recipients.ofReferrer(maracId, agencyId, caseId);
    const idvas = await this.recipients.ofSupport(maracId, caseId);
    const people = [...new Set([...referrers, ...idvas])];
    const told = people.length > 0 ? people : await this.recipients.overseers(maracId, caseId);
    await this.ofReferral('REFERRAL_REPEAT_NOTED', told, { caseId, ...ids }, eventId);
  }

  /** Where nobody of the agency can sign, the coordinators learn that acceptance waits for what does not come. */
  @Subscribes(SIGN_OFF_WAITS, 'notifications.tell-sign-off')
  async signOff({ maracId = '', caseId = '', agencyId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const author = await this.referrals.authorOf(ids['referralId'] ?? '');
    const others = (await this.recipients.ofSignOff(maracId, agencyId, caseId)).filter((id) => id !== author);
    const told = others.length > 0 ? others : await this.recipients.overseers(maracId, caseId);
    await this.ofReferral('SIGN_OFF_WAITS', told, { caseId, ...ids }, eventId);
  }

  @Subscribes(REFERRAL_APPEALED, 'notifications.tell-appealed')
  async appealed({ maracId = '', caseId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const chairs = await this.recipients.chairs(
      maracId,
      caseId,
      await this.referrals.barredFromAppeal(ids['appealId'] ?? ''),
    );
    await this.ofReferral('REFERRAL_APPEALED', chairs, { caseId, ...ids }, eventId);
  }

  /** Chairs and coordinators: the chair did not act, and somebody has to remind them. */
  @Subscribes(APPEAL_WAITS, 'notifications.tell-appeal-waits')
  async appealWaits({ maracId = '', caseId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const leaders = await this.recipients.leaders(maracId, caseId);
    await this.ofReferral('APPEAL_WAITS', leaders, { caseId, ...ids }, eventId);
  }

  @Subscribes(APPEAL_DISMISSED, 'notifications.tell-appeal-dismissed')
  async dismissed({ maracId = '', caseId = '', agencyId = '', ...ids }: Ids, eventId: string): Promise<void> {
    const referrers = await this.recipients.ofReferrer(maracId, agencyId, caseId);
    const told = referrers.length > 0 ? referrers : await this.recipients.overseers(maracId, caseId);
    await this.ofReferral('APPEAL_DISMISSED', told, { caseId, ...ids }, eventId);
  }

  @Subscribes(CASE_ESCALATED, 'notifications.tell-not-heard')
  async notHeard({ maracId = '', caseId = '', meetingId = '' }: Ids, eventId: string): Promise<void> {
    const chairs = await this.recipients.chairs(maracId, caseId);
    await this.tell.people(chairs, { kind: 'CASE_NOT_HEARD', caseId, subjectId: meetingId, eventId });
  }

  private async ofReferral(
    kind: NoticeKind,
    userIds: readonly string[],
    { caseId = '', referralId = '' }: Ids,
    eventId: string,
  ): Promise<void> {
    await this.tell.people(userIds, { kind, caseId, subjectId: referralId, eventId });
  }
}
