import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { TELLS, type Tells } from '../alerts/ladder.rules.js';
import {
  CLOSURE_REASONS,
  type ClosureReason,
  RISK_EFFECTS,
  type RiskEffect,
  TARGETS,
  type Target,
} from './action.rules.js';
import { ActionView } from './actions.http.js';
import { ALERT_KINDS, type AlertKind } from './alert-kinds.rules.js';
import { DUE_CLASSES, type DueClass } from './due.rules.js';
import { PauseView } from './pauses.dto.js';

export class NewUpdate {
  @Text({ about: 'What was done or found out', max: 4000, multiline: true }) note: string;
}

export class NewDueDate {
  @DateOnly({ about: 'New last day', optional: true }) dueOn?: string;
  @Instant({ about: 'The exact moment instead', optional: true }) dueAt?: string;
  @Text({ about: 'Why it moves, for the record', max: 1000, multiline: true }) reason: string;
}

export class Closure {
  @OneOf(CLOSURE_REASONS, { about: 'How it ended' }) reason: ClosureReason;
  @Text({ about: 'What was done and what changed', max: 4000, multiline: true }) outcome: string;
  @OneOf(RISK_EFFECTS, { about: 'Effect on the risk; UNKNOWN when absent', optional: true }) riskEffect?: RiskEffect;
  @YesNo({ about: 'May the victim be told? No when absent', optional: true }) victimMayBeTold?: boolean;
}

export class ActionQuery extends Paging {
  @YesNo({ about: 'Only what names me, or my agency and nobody in particular', optional: true }) mine?: boolean;
  @YesNo({ about: 'true: only what is overdue; false: only what is not', optional: true }) overdue?: boolean;
  @OneOf(['OPEN', 'CLOSED'], { about: 'Only open or only closed ones', optional: true }) status?: 'OPEN' | 'CLOSED';
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

export class ActionDetailView extends ActionView {
  @YesNo({ about: 'May you update and close it?' }) mayWorkOn: boolean;
  @ListOf(() => UpdateView, { about: 'Updates, oldest first', maxItems: 10_000 }) updates: UpdateView[];
  @ListOf(() => AlertView, { about: 'Alerts, oldest first', maxItems: 1000 }) alerts: AlertView[];
  @ListOf(() => PauseView, { about: 'Times for which nobody was or is reminded, oldest first', maxItems: 1000 })
  pauses: PauseView[];
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

export class CatalogueEntryView {
  @Text({ about: 'Code', max: 3 }) code: string;
  @Text({ about: 'What is done', max: 200 }) label: string;
  @ListOf('text', { about: 'Kinds of agency it usually falls to', maxItems: 30 }) agencyKinds: readonly string[];
  @OneOf(TARGETS, { about: 'Whom it bears on' }) target: Target;
  @OneOf(DUE_CLASSES, { about: 'How soon it is due when nobody says' }) dueClass: DueClass;
}
