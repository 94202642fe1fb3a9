import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { type Step, STEPS, TELLS, type Tells } from './ladder.rules.js';
import { LADDER_NAMES, type LadderName } from './ladder-section.rules.js';

export class CaseAlertsQuery extends Paging {}

export class CaseAlertView {
  @Id({ about: 'The alert; ids grow with time' }) id: string;
  @Text({ about: 'Kind of thing that is owed', max: 30, example: 'action' }) kind: string;
  @Id({ about: 'The action, flag, opening or referral that it is about' }) subjectId: string;
  @Id({ about: 'Agency that owes it', optional: true }) agencyId: string | null;
  @Text({ about: 'Its name', max: 100, optional: true }) agency: string | null;
  @OneOf(STEPS, { about: 'Before it was due, when it was, or after' }) step: Step;
  @Text({ about: 'Which rung, in words', max: 60, example: '3 working days after' }) rung: string;
  @ListOf(TELLS, { about: 'Who was told, by their part' }) tells: Tells[];
  @YesNo({ about: 'Must it be looked at today?' }) urgent: boolean;
  @ListOf('text', { about: 'Lower rungs that were missed while nothing was at work, and told with it' })
  passedOver: string[];
  @Instant({ about: 'When the thing was due' }) dueAt: string;
  @Instant({ about: 'For when the rung was planned' }) plannedAt: string;
  @Instant({ about: 'When it was raised' }) raisedAt: string;
}

export class CaseAlertsPage extends PageOf(CaseAlertView) implements Page<CaseAlertView> {}

export class LaddersQuery {
  @DateOnly({ about: 'Day on which something would be due; today when absent', optional: true }) dueOn?: string;
  @Instant({ about: 'The exact moment instead', optional: true }) dueAt?: string;
}

export class LadderRungView {
  @Text({ about: 'Which rung, in words', max: 60 }) rung: string;
  @ListOf(TELLS, { about: 'Who is told' }) tells: Tells[];
  @YesNo({ about: 'Must it be looked at today?' }) urgent: boolean;
  @Instant({ about: 'When' }) at: string;
  @Text({ about: 'The same in a sentence', max: 300, example: 'Fri 10 Apr 2026, 09:00: representative told' })
  says: string;
}

export class LadderView {
  @OneOf(LADDER_NAMES, { about: 'Which ladder' }) ladder: LadderName;
  @Text({ about: 'Its arithmetic in a sentence', max: 3000 }) says: string;
  @ListOf(() => LadderRungView, { about: 'Its rungs, in order', maxItems: 20 }) rungs: LadderRungView[];
}

export class LaddersView {
  @Id({ about: 'MARAC' }) maracId: string;
  @Whole({ about: 'Version of the rules; 0 while the area uses the defaults', min: 0, max: 1_000_000 })
  ruleVersion: number;
  @Instant({ about: 'The due moment that it is counted from' }) dueAt: string;
  @ListOf(() => LadderView, { about: 'Every ladder there is', maxItems: 30 }) ladders: LadderView[];
}
