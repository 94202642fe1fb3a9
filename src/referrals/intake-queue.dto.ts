import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { UNDECIDED, type ReferralStatus } from './referral-states.rules.js';
import { PRESSURES, type Pressure } from './screening-clock.rules.js';

export const INTAKE_ORDERS = ['PRESSING', 'AGE', 'RISK'] as const;
export type IntakeOrder = (typeof INTAKE_ORDERS)[number];

export class IntakeQuery extends Paging {
  @Id({ about: 'The MARAC' }) marac: string;
  @OneOf(UNDECIDED, { about: 'Only in this state', optional: true }) status?: ReferralStatus;
  @OneOf(INTAKE_ORDERS, {
    about: 'PRESSING: by when the screening is due; AGE: the oldest first; RISK: those that meet most criteria first',
    optional: true,
  })
  by?: IntakeOrder;
}

/** A referral that waits for a decision. */
export class IntakeView {
  @Id({ about: 'The referral' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: "The case's reference", max: 20 }) caseRef: string;
  @Text({ about: 'Reference of the referrer', max: 200 }) ref: string;
  @OneOf(UNDECIDED, { about: 'Where it stands' }) status: ReferralStatus;
  @Text({ about: 'Referring agency; null when withheld', max: 100, optional: true }) referringAgency: string | null;
  @DateOnly({ about: 'Day of referral' }) referredOn: string;
  @ListOf('text', { about: 'Criteria it meets' }) criteria: string[];
  @Text({ about: 'What the repeat check found', max: 40 }) outcome: string;
  @Instant({ about: 'When it came in' }) receivedAt: string;
  @Whole({ about: 'Hours since then', min: 0, max: 1_000_000 }) ageHours: number;
  @Whole({ about: 'Working days since then, the day itself not counted', min: 0, max: 100_000 }) workingDays: number;
  @Whole({ about: 'Working days in which it is to be screened', min: 1, max: 20 }) limitWorkingDays: number;
  @Instant({ about: 'When its screening is due' }) dueAt: string;
  @OneOf(PRESSURES, { about: 'How its clock stands; it runs on while the referrer completes the referral' })
  pressure: Pressure;
  @Whole({ about: 'Alarms so far: 1 told the coordinators, 2 the chairs', min: 0, max: 2 }) alarms: number;
  @ListOf('text', { about: 'Returned: the fields that the referrer is to complete' }) fieldsToComplete: string[];
  @YesNo({ about: 'It waits for the signature of a second person of the referring agency' }) signOffMissing: boolean;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
}
