import { Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { NextRungView } from '../alerts/alerts.http.js';
import { TELLS, type Tells } from '../alerts/ladder.rules.js';
import {
  CLOSURE_REASONS,
  type ClosureReason,
  RISK_EFFECTS,
  type RiskEffect,
  TARGETS,
  type Target,
  WORKED,
  type Worked,
} from './action.rules.js';
import { ActionView } from './actions.http.js';
import { ALERT_KINDS, type AlertKind } from './alert-kinds.rules.js';
import { ANSWERS, type Answer } from './request.rules.js';
import { DueBy, OwnedAndDue } from './due-by.dto.js';
import { DUE_CLASSES, type DueClass } from './due.rules.js';
import { PauseView } from './pauses.dto.js';

export class NewUpdate {
  @Text({ about: 'What was done or found out', max: 4000, multiline: true }) note: string;
}

export class NewDueDate extends DueBy {
  @Text({ about: 'Why it moves, for the record', max: 1000, multiline: true }) reason: string;
}

/** The same person or post when neither is given. */
export class NewFollowUp extends OwnedAndDue {
  @Text({ about: 'Code of the action catalogue', max: 3, pattern: /^[A-Z]\d\d$/, optional: true })
  catalogueCode?: string;
  @Text({ about: 'What will be done; the same again when absent', max: 2000, multiline: true, optional: true })
  text?: string;
  @Text({ about: 'Which risk it addresses; the same when absent', max: 1000, multiline: true, optional: true })
  riskAddressed?: string;
  @OneOf(TARGETS, { about: 'Whom it bears on; the same when absent', optional: true }) target?: Target;
}

export class Closure {
  @OneOf(CLOSURE_REASONS, { about: 'How it ended' }) reason: ClosureReason;
  @Text({ about: 'What was done and what changed', max: 4000, multiline: true }) outcome: string;
  @OneOf(RISK_EFFECTS, { about: 'Effect on the risk. Needed for COMPLETED, else UNKNOWN when absent', optional: true })
  riskEffect?: RiskEffect;
  @YesNo({ about: 'May the victim be told? Needed for COMPLETED, else no when absent', optional: true })
  victimMayBeTold?: boolean;
  @OneOf(WORKED, { about: 'Did it do what it was meant to? UNKNOWN when absent', optional: true }) worked?: Worked;
  @Nested(() => NewFollowUp, { about: 'A new action that is needed because of how it ended', optional: true })
  followUp?: NewFollowUp;
}

const LISTED_AS = ['OPEN', 'CLOSED', 'REQUESTED', 'DECLINED'] as const;
export type ListedAs = (typeof LISTED_AS)[number];

export class ActionQuery extends Paging {
  @YesNo({ about: 'Only what names me, or my agency and nobody in particular', optional: true }) mine?: boolean;
  @YesNo({ about: 'true: only what is overdue; false: only what is not', optional: true }) overdue?: boolean;
  @OneOf(LISTED_AS, { about: 'Only open ones (asked for and declined ones too), or only those', optional: true })
  status?: ListedAs;
  @Id({ about: 'Only of this case; the answer then counts all its actions', optional: true }) case?: string;
}

export class UpdateView {
  @Id({ about: 'The update' }) id: string;
  @Instant({ about: 'When' }) madeAt: string;
  @Text({ about: 'Who', max: 200 }) madeBy: string;
  @Text({ about: 'Of which agency', max: 100, optional: true }) agency: string | null;
  @Text({ about: 'What was done or found out', max: 4000, multiline: true }) note: string;
}

export class AlertView {
  @Id({ about: 'The alert' }) id: string;
  @OneOf(ALERT_KINDS, { about: 'What it says' }) kind: AlertKind;
  @ListOf(TELLS, { about: 'Who was told, by their part' }) tells: Tells[];
  @Instant({ about: 'When it was raised' }) raisedAt: string;
}

export class ActionRequestView {
  @Instant({ about: 'When the agency was asked' }) askedAt: string;
  @Instant({ about: 'By when it is to answer' }) answerBy: string;
  @OneOf(ANSWERS, { about: 'What it answered; WITHDRAWN: the action was closed or handed on before', optional: true })
  answer: Answer | null;
  @Text({ about: 'Why it declined', max: 1000, min: 0 }) reason: string;
  @Text({ about: 'Who answered', max: 200, optional: true }) answeredBy: string | null;
  @Instant({ about: 'When', optional: true }) answeredAt: string | null;
}

export class ReassignmentView {
  @Instant({ about: 'When' }) madeAt: string;
  @Text({ about: 'Who', max: 200 }) madeBy: string;
  @Text({ about: 'From which agency', max: 100 }) fromAgency: string;
  @Text({ about: 'From whom: a person or a post', max: 200, optional: true }) fromWhom: string | null;
  @Text({ about: 'To which agency', max: 100 }) toAgency: string;
  @Text({ about: 'To whom: a person or a post', max: 200, optional: true }) toWhom: string | null;
  @Text({ about: 'Why', max: 1000 }) reason: string;
}

export class ActionDetailView extends ActionView {
  @YesNo({ about: 'May you update and close it?' }) mayWorkOn: boolean;
  @ListOf(() => UpdateView, { about: 'Updates, oldest first', maxItems: 10_000 }) updates: UpdateView[];
  @ListOf(() => AlertView, { about: 'Alerts, oldest first', maxItems: 1000 }) alerts: AlertView[];
  @Nested(() => NextRungView, {
    about: 'Who is told next while it stays open, and when; absent when nobody is any more',
    optional: true,
  })
  nextRung: NextRungView | null;
  @ListOf(() => PauseView, { about: 'Times for which nobody was or is reminded, oldest first', maxItems: 1000 })
  pauses: PauseView[];
  @ListOf(() => ActionRequestView, { about: 'Requests to agencies, oldest first' }) requests: ActionRequestView[];
  @ListOf(() => ReassignmentView, { about: 'Who had it before, oldest first' }) reassignments: ReassignmentView[];
  @ListOf('id', { about: 'Actions that follow it up' }) followedBy: string[];
}

export class ActionSummary {
  @Whole({ about: 'Open actions', min: 0, max: 1_000_000 }) open: number;
  @Whole({ about: 'Of these, overdue', min: 0, max: 1_000_000 }) overdue: number;
  @Whole({ about: 'Closed actions', min: 0, max: 1_000_000 }) closed: number;
}

export class ActionPage extends PageOf(ActionView) implements Page<ActionView> {
  @Nested(() => ActionSummary, {
    about: "With ?case=: all the case's actions, also those that you do not see in full",
    optional: true,
  })
  summary?: ActionSummary;
}

export class CatalogueQuery {
  @Id({ about: 'With what this MARAC added and retired', optional: true }) maracId?: string;
  @Id({ about: 'Only what usually falls to this agency', optional: true }) agencyId?: string;
}

export class CatalogueEntryView {
  @Text({ about: 'Code', max: 3 }) code: string;
  @Text({ about: 'What is done', max: 200 }) label: string;
  @ListOf('text', { about: 'Kinds of agency it usually falls to', maxItems: 30 }) agencyKinds: readonly string[];
  @OneOf(TARGETS, { about: 'Whom it bears on' }) target: Target;
  @OneOf(DUE_CLASSES, { about: 'How soon it is due when nobody says' }) dueClass: DueClass;
}
