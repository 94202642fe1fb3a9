import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
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
import { OwnedAndDue } from './due-by.dto.js';
import { DONE, type Done } from './earlier.rules.js';
import { PLAN_SMELLS, type PlanAdvice, type PlanSmell } from './plan-smells.rules.js';
import { PROPOSAL_STATUSES, type ProposalStatus } from './proposal.rules.js';

export class Acceptance {
  @Id({ about: 'Person who will do it', optional: true }) ownerUserId?: string;
  @Text({ about: 'Or the post', max: 200, optional: true }) ownerPost?: string;
}

export class Declining {
  @Text({ about: 'Why the agency does not take it on', max: 1000, multiline: true }) reason: string;
}

/** Another day is for those who set actions. */
export class NewReassignment extends OwnedAndDue {
  @YesNo({ about: 'The agency has not agreed to it and is asked', optional: true }) asRequest?: boolean;
  @Text({ about: 'Why', max: 1000, multiline: true }) reason: string;
}

export class NewProposal {
  @Text({ about: 'Code of the action catalogue', max: 3, pattern: /^[A-Z]\d\d$/, optional: true })
  catalogueCode?: string;
  @Text({ about: "What should be done; the catalogue's words when absent", max: 2000, multiline: true, optional: true })
  text?: string;
  @Text({ about: 'Which risk it addresses', max: 1000, multiline: true, optional: true }) riskAddressed?: string;
  @OneOf(TARGETS, { about: "Whom it bears on; the catalogue's when absent", optional: true }) target?: Target;
  @Id({ about: 'Agency that should do it; yours when absent', optional: true }) ownerAgencyId?: string;
  @Text({ about: 'Post that should', max: 200, optional: true }) ownerPost?: string;
  @DateOnly({ about: 'By when', optional: true }) dueOn?: string;
  @Text({ about: 'Why', max: 1000, multiline: true, optional: true }) because?: string;
}

export class TurningDown {
  @Text({ about: 'Why', max: 1000, multiline: true }) reason: string;
}

export class ProposalView {
  @Id({ about: 'The proposal' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Code of the action catalogue', max: 3, optional: true }) catalogueCode: string | null;
  @Text({ about: 'What should be done', max: 2000 }) text: string;
  @Text({ about: 'Which risk it addresses', max: 1000, min: 0 }) riskAddressed: string;
  @OneOf(TARGETS, { about: 'Whom it bears on' }) target: Target;
  @Id({ about: 'Agency that should do it' }) ownerAgencyId: string;
  @Text({ about: 'Its name', max: 100 }) ownerAgency: string;
  @Text({ about: 'Post that should', max: 200, min: 0 }) ownerPost: string;
  @DateOnly({ about: 'By when', optional: true }) dueOn: string | null;
  @Text({ about: 'Why', max: 1000, min: 0 }) because: string;
  @OneOf(PROPOSAL_STATUSES, { about: 'Status' }) status: ProposalStatus;
  @Id({ about: 'The action that came of it', optional: true }) actionId: string | null;
  @Text({ about: 'Why it was turned down', max: 1000, min: 0 }) answer: string;
  @Text({ about: 'Who proposed it', max: 200 }) proposedBy: string;
  @Text({ about: 'Of which agency', max: 100 }) byAgency: string;
  @Instant({ about: 'When' }) proposedAt: string;
  @Whole({ about: 'Version; the ETag', min: 1, max: 1_000_000_000 }) version: number;
}

export class EarlierQuery {
  @DateOnly({ about: 'What was set before this day; today when absent', optional: true }) before?: string;
}

export class EarlierActionView {
  @Id({ about: 'The action' }) id: string;
  @DateOnly({ about: 'Day on which it was set' }) setOn: string;
  @Text({ about: 'What was asked', max: 2000 }) text: string;
  @Text({ about: 'Code of the action catalogue', max: 3, optional: true }) catalogueCode: string | null;
  @OneOf(TARGETS, { about: 'Whom it bore on' }) target: Target;
  @Id({ about: 'Of which agency' }) ownerAgencyId: string;
  @Text({ about: 'Its name', max: 100 }) ownerAgency: string;
  @DateOnly({ about: 'By when' }) dueOn: string;
  @OneOf(DONE, { about: 'Was it done?' }) done: Done;
  @OneOf(WORKED, { about: 'Did it work?', optional: true }) worked: Worked | null;
  @OneOf(CLOSURE_REASONS, { about: 'How it ended', optional: true }) reason: ClosureReason | null;
  @OneOf(RISK_EFFECTS, { about: 'Effect on the risk', optional: true }) riskEffect: RiskEffect | null;
  @Text({ about: 'What was done and what changed', max: 4000, min: 0 }) outcome: string;
  @DateOnly({ about: 'Day on which it was closed', optional: true }) closedOn: string | null;
  @ListOf('id', { about: 'Still earlier ones that were the same' }) sameAs: string[];
}

export class PlanAdviceView implements PlanAdvice {
  @OneOf(Object.keys(PLAN_SMELLS), { about: 'What is wrong with the plan' }) code: PlanSmell;
  @Text({ about: 'What it means', max: 200 }) detail: string;
  @ListOf('id', { about: 'The actions concerned; none when it is about all of them' }) actionIds: string[];
}
