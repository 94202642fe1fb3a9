import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import {
  CLOSURE_REASONS,
  type ClosureReason,
  RISK_EFFECTS,
  type RiskEffect,
  STATUSES,
  type Status,
  TARGETS,
  type Target,
  WORKED,
  type Worked,
} from './action.rules.js';
import { type Advice, type Smell, SMELLS } from './smart.rules.js';

export class NewAction {
  @Text({ about: 'Code of the action catalogue', max: 3, pattern: /^[A-Z]\d\d$/, example: 'P01', optional: true })
  catalogueCode?: string;
  @Text({ about: "What will be done; the catalogue's words when absent", max: 2000, multiline: true, optional: true })
  text?: string;
  @Text({ about: 'Which risk it addresses', max: 1000, multiline: true, optional: true }) riskAddressed?: string;
  @OneOf(TARGETS, { about: "Whom it bears on; the catalogue's when absent", optional: true }) target?: Target;
  @Id({ about: 'Agency that carries it out; a member of the MARAC' }) ownerAgencyId: string;
  @Id({ about: 'Person of that agency who works on actions', optional: true }) ownerUserId?: string;
  @Text({
    about: 'Post, where no person is named; one of the two is needed, unless the agency is asked',
    max: 200,
    example: 'Duty sergeant',
    optional: true,
  })
  ownerPost?: string;
  @DateOnly({ about: 'Last day; by the norm of the catalogue code when absent', optional: true }) dueOn?: string;
  @Instant({ about: 'The exact moment instead, for what cannot wait until the end of a day', optional: true })
  dueAt?: string;
  @YesNo({ about: 'The agency was not there and is asked; it accepts or declines', optional: true })
  asRequest?: boolean;
  @ListOf('id', { about: 'Earlier actions that were the same, and at which you have looked', max: 50, optional: true })
  lookedAt?: string[];
  @Id({ about: 'The proposal that is taken up by it', optional: true }) proposalId?: string;
}

export class AdviceView implements Advice {
  @Text({ about: 'Where', max: 100 }) pointer: string;
  @OneOf(Object.keys(SMELLS), { about: 'What is missing or vague' }) code: Smell;
  @Text({ about: 'What it means', max: 200 }) detail: string;
}

export class ActionView {
  @Id({ about: 'The action' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: "The case's reference", max: 20 }) caseRef: string;
  @Id({ about: 'MARAC' }) maracId: string;
  @Id({ about: 'Agenda item at which it was agreed', optional: true }) agendaItemId: string | null;
  @Text({ about: 'Code of the action catalogue', max: 3, optional: true }) catalogueCode: string | null;
  @Text({ about: 'What will be done', max: 2000, multiline: true }) text: string;
  @Text({ about: 'Which risk it addresses; empty when nobody said', max: 1000, min: 0 }) riskAddressed: string;
  @OneOf(TARGETS, { about: 'Whom it bears on' }) target: Target;
  @Id({ about: 'Agency that carries it out' }) ownerAgencyId: string;
  @Text({ about: 'Its name', max: 100 }) ownerAgency: string;
  @Id({ about: 'Person named', optional: true }) ownerUserId: string | null;
  @Text({ about: "The person's name", max: 200, optional: true }) ownerUser: string | null;
  @Text({ about: 'Post named; empty when none', max: 200, min: 0 }) ownerPost: string;
  @DateOnly({ about: 'Day on which it was set' }) setOn: string;
  @DateOnly({ about: 'Day on which it is due' }) dueOn: string;
  @Instant({ about: 'Moment after which it is overdue' }) dueAt: string;
  @YesNo({ about: 'Open after its due moment' }) overdue: boolean;
  @OneOf(STATUSES, { about: 'Status' }) status: Status;
  @OneOf(CLOSURE_REASONS, { about: 'How it ended', optional: true }) closureReason: ClosureReason | null;
  @Text({ about: 'What was done and what changed; empty while open', max: 4000, min: 0 }) outcome: string;
  @OneOf(RISK_EFFECTS, { about: 'Effect on the risk', optional: true }) riskEffect: RiskEffect | null;
  @OneOf(WORKED, { about: 'Did it do what it was meant to?', optional: true }) worked: Worked | null;
  @YesNo({ about: 'May the victim be told?', optional: true }) victimMayBeTold: boolean | null;
  @DateOnly({ about: 'Day on which it was closed', optional: true }) closedOn: string | null;
  @Id({ about: 'The action that it follows up', optional: true }) followsId: string | null;
  @ListOf('id', { about: 'Earlier actions that were the same, at which somebody looked first' }) lookedAt: string[];
  @Whole({ about: 'Version; the ETag', min: 1, max: 1_000_000_000 }) version: number;
}

export class AgreedActionView extends ActionView {
  @ListOf(() => AdviceView, { about: 'What is missing or vague in it' }) advice: Advice[];
}
