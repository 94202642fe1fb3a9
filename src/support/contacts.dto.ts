import { WithheldView } from '../access/withheld.http.js';
import { Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { PRIORITIES, type Priority } from './contact-clock.rules.js';
import {
  type Channel, CHANNELS, type Engagement, ENGAGEMENTS, type Outcome, OUTCOMES, type Precaution, PRECAUTIONS, SAFETIES, type Safety,
} from './contact-codes.rules.js'; // prettier-ignore

/** An attempt to reach the victim. */
export class NewContact {
  @Instant({ about: 'When it was made' }) attemptedAt: string;
  @OneOf(CHANNELS, { about: 'How' }) channel: Channel;
  @Id({ about: 'The telephone that was used, by its id in safe-contact', optional: true }) phoneId?: string;
  @OneOf(SAFETIES, { about: 'Whether it was safe: nobody else can have learnt of it' }) safe: Safety;
  @ListOf(PRECAUTIONS, { about: 'What was done so that nobody else learns of it', max: 9, optional: true })
  followed?: Precaution[];
  @OneOf(OUTCOMES, { about: 'What came of it' }) outcome: Outcome;
  @OneOf(ENGAGEMENTS, { about: 'How the victim takes the offer of support' }) engagement: Engagement;
  @Text({ about: 'What the victim needs, in her or his own view', max: 4000, multiline: true, optional: true })
  needs?: string;
  @Instant({ about: 'When the next attempt is to be made', optional: true }) nextAttemptAt?: string;
  @Text({ about: 'Why it was made though the channel, telephone or hour is not safe', max: 1000, optional: true })
  overrideReason?: string;
}

/** The attempt as it was, said anew. */
export class ContactCorrection extends NewContact {
  @Text({ about: 'What was wrong before', max: 1000 }) because: string;
}

export class VictimContactView {
  @Id({ about: 'The contact' }) id: string;
  @Id({ about: 'Its case' }) caseId: string;
  @Instant({ about: 'When it was made' }) attemptedAt: string;
  @OneOf(CHANNELS, { about: 'How' }) channel: Channel;
  @Id({ about: 'The telephone that was used', optional: true }) phoneId: string | null;
  @OneOf(SAFETIES, { about: 'Whether it was safe' }) safe: Safety;
  @ListOf(PRECAUTIONS, { about: 'What was done so that nobody else learns of it' }) followed: Precaution[];
  @OneOf(OUTCOMES, { about: 'What came of it' }) outcome: Outcome;
  @OneOf(ENGAGEMENTS, { about: 'How the victim takes the offer of support' }) engagement: Engagement;
  @Text({ about: 'What the victim needs', max: 4000, optional: true }) needs: string | null;
  @Instant({ about: 'When the next attempt is to be made', optional: true }) nextAttemptAt: string | null;
  @Text({ about: 'Why it was made though it was known not to be safe', max: 1000, optional: true })
  overrideReason: string | null;
  @Text({ about: 'Why it was corrected last; null: it never was', max: 1000, optional: true }) because: string | null;
  @Text({ about: 'Who made this version', max: 200 }) recordedBy: string;
  @Text({ about: 'Their agency', max: 200, optional: true }) agency: string | null;
  @Instant({ about: 'When this version was recorded' }) recordedAt: string;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
}

export class ContactQuery extends Paging {
  @YesNo({ about: 'true: what corrections replaced too', optional: true }) all?: boolean;
}

export class HoursWarningView {
  @Whole({ about: 'Hours since the referral came, working or not', min: 1, max: 336 }) hours: number;
  @Instant({ about: 'When they are over' }) at: string;
  @YesNo({ about: 'The clock runs on for longer: weekends and holidays hide how long the victim waits' })
  outlasted: boolean;
  @YesNo({ about: 'They went by before anybody tried' }) passed: boolean;
}

/** By when the victim must have been contacted. */
export class ContactClockView {
  @Id({ about: 'The referral that started it' }) referralId: string;
  @Instant({ about: 'When the referral came' }) receivedAt: string;
  @OneOf(PRIORITIES, { about: 'HIGH: counted in real hours' }) priority: Priority;
  @Instant({ about: 'By when somebody must have tried' }) dueAt: string;
  @Instant({ about: 'When somebody did', optional: true }) stoppedAt: string | null;
  @YesNo({ about: 'Whether nobody did in time' }) overdue: boolean;
  @Whole({ about: 'Attempts that the first week needs; 0: no number is asked for', min: 0, max: 20 }) needed: number;
  @Whole({ about: 'Attempts that were made in it', min: 0, max: 1_000_000 }) made: number;
  @ListOf(() => HoursWarningView, { about: 'Real time beside working days' }) warnings: HoursWarningView[];
  @Whole({ about: 'Version of the rules it goes by', min: 0, max: 1_000_000 }) ruleVersion: number;
}

export class ContactPage extends PageOf(VictimContactView) implements Page<VictimContactView> {
  @Nested(() => ContactClockView, { about: 'The clock that runs, or ran last; null: none ever did', optional: true })
  clock: ContactClockView | null;
  @ListOf(() => WithheldView, { about: 'What is kept from you, and why' }) withheld: WithheldView[];
}

export class ClocksQuery extends Paging {
  @YesNo({ about: 'true: only those whose time is over', optional: true }) overdue?: boolean;
}

/** A victim whom nobody has contacted yet. */
export class WaitingVictimView {
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its opaque reference', max: 20 }) caseRef: string;
  @Id({ about: 'The referral that started the clock' }) referralId: string;
  @OneOf(PRIORITIES, { about: 'HIGH: counted in real hours' }) priority: Priority;
  @Instant({ about: 'When the referral came' }) receivedAt: string;
  @Instant({ about: 'By when somebody must have tried' }) dueAt: string;
  @YesNo({ about: 'Whether nobody did in time' }) overdue: boolean;
  @Text({ about: 'The IDVA who holds the case; null: nobody does', max: 200, optional: true }) supporter: string | null;
}
