import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import {
  EVIDENCE,
  type Evidence,
  type Nature,
  NATURES,
  type Status,
  STATUSES,
  type Step,
  STEPS,
} from './conflict.rules.js';

/** Somebody whom a colleague, or you, are close to. Kept as keyed hashes alone and never shown again. */
export class TiedPerson {
  @Text({ about: 'Surname', max: 200, optional: true }) familyName?: string;
  @Text({ about: 'Forenames', max: 200, optional: true }) givenNames?: string;
  @ListOf('text', { about: 'Other names, former ones too, in full', max: 20, optional: true }) otherNames?: string[];
  @DateOnly({ about: 'Birth date', optional: true }) birthDate?: string;
  @Text({ about: 'Telephone', max: 60, optional: true }) phone?: string;
  @Text({ about: 'Address', max: 500, optional: true }) address?: string;
  @Text({ about: 'Postcode', max: 10, optional: true }) postcode?: string;
}

export class NewConflict {
  @Id({ about: 'The colleague whom it concerns; you when absent. They are not told who said so', optional: true })
  userId?: string;
  @Id({ about: 'The case; or else say who the person is', optional: true }) caseId?: string;
  @Nested(() => TiedPerson, { about: 'The person, in whatever case they are or will be', optional: true })
  person?: TiedPerson;
  @OneOf(NATURES, { about: 'How they stand to a person in the case' }) nature: Nature;
}

/** The same whether there is such a case or not. */
export class ConflictReceived {
  @Id({ about: 'What was received' }) id: string;
  @OneOf(NATURES, { about: 'How they stand to the person' }) nature: Nature;
}

export class OwnAddress {
  @Text({ about: 'Address', max: 500 }) address: string;
  @Text({ about: 'Postcode', max: 10 }) postcode: string;
}

/** By what somebody who works here would be recognised in a case. Adds to what is held; nothing is taken away by it. */
export class NewStaffDetails {
  @Id({ about: 'The person; you when absent. For others only by who manages them', optional: true }) userId?: string;
  @Text({ about: 'Surname', max: 200, optional: true }) familyName?: string;
  @Text({ about: 'Forenames', max: 200, optional: true }) givenNames?: string;
  @ListOf('text', { about: 'Other names, former ones too, in full', max: 20, optional: true }) otherNames?: string[];
  @DateOnly({ about: 'Birth date', optional: true }) birthDate?: string;
  @ListOf('text', { about: 'Private telephone numbers', max: 10, itemMax: 60, optional: true }) phones?: string[];
  @ListOf(() => OwnAddress, { about: 'Home addresses', max: 10, optional: true }) addresses?: OwnAddress[];
}

export class HeldKind {
  @OneOf(['NAME', 'NAME_BIRTH', 'PHONE', 'ADDRESS'], { about: 'Kind of detail' }) kind: string;
  @Instant({ about: 'Since when' }) since: string;
}

export class StaffDetailsView {
  @ListOf(() => HeldKind, { about: 'What is held of you, never the details', max: 4 }) held: HeldKind[];
}

export class RegisterQuery extends Paging {
  @Id({ about: 'Only of this MARAC', optional: true }) marac?: string;
  @OneOf(STATUSES, { about: 'Only in this state', optional: true }) status?: Status;
}

export class DecisionView {
  @Text({ about: 'What was decided', max: 20 }) step: string;
  @Text({ about: 'Why', max: 2000 }) reason: string;
  @Text({ about: 'By whom', max: 200, optional: true }) by: string | null;
  @Instant({ about: 'When' }) at: string;
}

export class ConflictView {
  @Id({ about: 'The line of the register' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @Id({ about: 'Whom it concerns; null for a restriction of an agency', optional: true }) userId: string | null;
  @Text({ about: 'Their name', max: 200, optional: true }) name: string | null;
  @Id({ about: 'Their agency, or the agency that is shut out' }) agencyId: string;
  @Text({ about: 'Its name', max: 100 }) agency: string;
  @ListOf('id', { about: 'People of the agency who work on the case all the same' }) exceptUserIds: string[];
  @OneOf(NATURES, { about: 'How they stand to a person in the case' }) nature: Nature;
  @ListOf(EVIDENCE, { about: 'How it is known; NAME alone closes nothing' }) evidence: Evidence[];
  @OneOf(STATUSES, { about: 'QUESTION, LIFTED, DISMISSED and UNLINKED are open; the others closed' }) status: Status;
  @Instant({ about: 'When it was found' }) madeAt: string;
  @ListOf(() => DecisionView, { about: 'What was decided, oldest first' }) decisions: DecisionView[];
  @Whole({ about: 'Version; the ETag', min: 1 }) version: number;
}

export class NewDecision {
  @OneOf(STEPS, { about: 'CONFIRM; DISMISS a question; PROPOSE_LIFT, and somebody else AGREE_LIFT or REFUSE_LIFT' })
  step: Step;
  @Text({ about: 'Why', max: 2000, multiline: true }) reason: string;
}

export class NewRestriction {
  @Id({ about: 'Agency that is shut out, because somebody in the case works for it' }) agencyId: string;
  @ListOf('id', { about: 'People of the agency who work on the case all the same', max: 50 }) exceptUserIds: string[];
  @Text({ about: 'Why', max: 2000, multiline: true }) reason: string;
}

export class NewNamedPeople {
  @ListOf('id', { about: 'Everybody of the agency who works on the case from now on', max: 50 })
  exceptUserIds: string[];
  @Text({ about: 'Why', max: 2000, multiline: true }) reason: string;
}
