import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { defineRules } from '../maracs/rule-section.rules.js';
import { field, type FieldRule } from '../platform/http/field.js';
import { ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Gap, GAPS, gapOf } from './ladder-gaps.rules.js';
import { type Rung, type Step, STEPS, TELLS, type Tells } from './ladder.rules.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export class RungShape implements Rung {
  @OneOf(STEPS, { about: 'Before it is due, when it is, or after' }) step: Step;
  @Whole({ about: 'Working days before or after', min: 0, max: 60, optional: true }) workingDays?: number;
  @Whole({ about: 'Days of the calendar before or after', min: 0, max: 365, optional: true }) days?: number;
  @Whole({ about: 'Hours before or after, through nights and weekends', min: 0, max: 720, optional: true })
  hours?: number;
  @Text({ about: 'Time of that day, when it is another than for all', max: 5, pattern: TIME, optional: true })
  at?: string;
  @ListOf(TELLS, { about: 'Who is told' }) tells: Tells[];
  @YesNo({ about: 'Must it be looked at today?', optional: true }) urgent?: boolean;
}

const MOST_RUNGS = 20;

/** Where each ladder that was refused is wrong, by its rung, so that the answer points there. */
const found = new WeakMap<object, Gap>();

function look(rungs: unknown): boolean {
  const whole = (rungs as unknown[]).every((one) => Array.isArray((one as Rung).tells));
  const wrong = whole ? gapOf(rungs as Rung[]) : null;
  for (const rung of rungs as object[]) found.delete(rung);
  if (wrong) found.set((rungs as object[])[wrong.index]!, wrong.gap);
  return true;
}

const isRung = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item);

const LADDER_RULES: FieldRule[] = [
  { code: 'not-a-list', detail: 'A ladder is a list of rungs.', holds: Array.isArray },
  { code: 'ladder-empty', detail: 'A ladder has a rung.', holds: (v) => (v as unknown[]).length > 0 },
  { code: 'too-many', detail: `At most ${MOST_RUNGS} rungs.`, holds: (v) => (v as unknown[]).length <= MOST_RUNGS },
  { code: 'not-an-object', detail: 'Every rung is an object.', holds: () => true, each: isRung },
  ...Object.entries(GAPS).map(([code, detail]) => ({
    ...{ code, detail, holds: look },
    each: (rung: unknown) => found.get(rung as object) !== code,
  })),
];

/** A ladder without gaps. */
export function Ladder(about: string): PropertyDecorator {
  const schema = { description: about, isArray: true, minItems: 1, maxItems: MOST_RUNGS, type: () => RungShape };
  return (target, property) => {
    field({ kind: 'list', schema, rules: LADDER_RULES })(target, property);
    Type(() => RungShape)(target, property);
    ValidateNested({ each: true })(target, property);
  };
}

export class LadderRules {
  @Ladder('Actions that are due by a day') actions: Rung[];
  @Ladder('Actions that are due at a moment, and cannot wait until the end of a day') urgentActions: Rung[];
  @Ladder('Minutes that the chair is to approve') minutes: Rung[];
  @Ladder('Emergency openings that somebody else is to review') breakGlassReviews: Rung[];
  @Ladder('Flags that an agency did not acknowledge though it was reminded, counted from the reminder')
  flagMarkers: Rung[];
  @Ladder('Signatures of the protocol, counted from their last day') signatures: Rung[];
  @Ladder('Research that a meeting waits for, counted from the day it is due') research: Rung[];
  @Ladder('Referrals that wait to be screened') screening: Rung[];
  @Ladder('Offers of a case by another area that are not answered') transferOffers: Rung[];
  @Ladder('Cases accepted from another area that have no record here, or no confirmed handover')
  transferTakeUps: Rung[];
  @Text({ about: 'Time of day at which people are reminded', max: 5, pattern: TIME }) remindAt: string;
  @Whole({ about: 'Working days that a pause lasts at most, and when nobody says how long', min: 1, max: 60 })
  longestPauseWorkingDays: number;
}

/** Which ladder something climbs: a list of rungs of the section. */
export type LadderName = {
  [Name in keyof LadderRules]: LadderRules[Name] extends readonly Rung[] ? Name : never;
}[keyof LadderRules];

const REPRESENTATIVE: Tells[] = ['REPRESENTATIVE'];
/** Who can have a signature of the protocol renewed. */
const RENEWS: Tells[] = ['COORDINATOR', 'ADMINISTRATOR'];

/**
 * Actions (domain, rules of actions): reminders two working days before, on the day, on the next and on the third working day after;
 * then the agency's manager and strategic lead, the chair, the steering group. When each of those is reached is ours: no source has
 * numbers. That it is overdue is told the moment it is, to the coordinator too. What is due at a moment climbs in real hours: nights count.
 */
export const LADDERS = defineRules<LadderRules>({
  name: 'ladders',
  shape: LadderRules,
  defaults: {
    actions: [
      { step: 'BEFORE', workingDays: 2, tells: REPRESENTATIVE },
      { step: 'DUE', tells: REPRESENTATIVE },
      { step: 'AFTER', workingDays: 0, tells: ['REPRESENTATIVE', 'COORDINATOR'], urgent: true },
      { step: 'AFTER', workingDays: 1, tells: REPRESENTATIVE },
      { step: 'AFTER', workingDays: 3, tells: REPRESENTATIVE, urgent: true },
      { step: 'AFTER', workingDays: 5, tells: ['MANAGER'], urgent: true },
      { step: 'AFTER', workingDays: 7, tells: ['STRATEGIC_LEAD'], urgent: true },
      { step: 'AFTER', workingDays: 10, tells: ['CHAIR'], urgent: true },
      { step: 'AFTER', workingDays: 15, tells: ['STEERING_GROUP'], urgent: true },
    ],
    urgentActions: [
      { step: 'BEFORE', hours: 4, tells: REPRESENTATIVE, urgent: true },
      { step: 'AFTER', hours: 0, tells: ['REPRESENTATIVE', 'COORDINATOR'], urgent: true },
      { step: 'AFTER', hours: 4, tells: ['REPRESENTATIVE', 'MANAGER'], urgent: true },
      { step: 'AFTER', hours: 24, tells: ['STRATEGIC_LEAD'], urgent: true },
      { step: 'AFTER', hours: 48, tells: ['CHAIR'], urgent: true },
      { step: 'AFTER', hours: 120, tells: ['STEERING_GROUP'], urgent: true },
    ],
    // coordinator and chair when the day is over, as they always were; nobody is above the chair but the steering group
    minutes: [
      { step: 'BEFORE', workingDays: 1, tells: ['COORDINATOR'] },
      { step: 'AFTER', workingDays: 0, tells: ['COORDINATOR', 'CHAIR'], urgent: true },
      { step: 'AFTER', workingDays: 5, tells: ['COORDINATOR', 'CHAIR'], urgent: true },
      { step: 'AFTER', workingDays: 10, tells: ['STEERING_GROUP'], urgent: true },
    ],
    breakGlassReviews: [
      { step: 'AFTER', workingDays: 0, tells: ['CHAIR'], urgent: true },
      { step: 'AFTER', workingDays: 1, tells: ['ADMINISTRATOR'], urgent: true },
    ],
    // counted from the reminder that the agency itself was sent
    flagMarkers: [
      { step: 'AFTER', workingDays: 5, tells: ['MANAGER'] },
      { step: 'AFTER', workingDays: 10, tells: ['CHAIR'] },
    ],
    // how long before each warning is a choice of ours; who is told after the lapse follows the ladder of actions
    signatures: [
      { step: 'BEFORE', days: 60, at: '00:00', tells: RENEWS },
      { step: 'BEFORE', days: 30, at: '00:00', tells: RENEWS },
      { step: 'BEFORE', days: 7, at: '00:00', tells: RENEWS },
      { step: 'AFTER', days: 0, tells: RENEWS, urgent: true },
      {
        step: 'AFTER',
        days: 7,
        tells: ['COORDINATOR', 'MANAGER', 'STRATEGIC_LEAD', 'CHAIR', 'ADMINISTRATOR'],
        urgent: true,
      },
      { step: 'AFTER', days: 30, tells: ['STEERING_GROUP', 'ADMINISTRATOR'], urgent: true },
    ],
    // reminders on the eve, on the day and after it: coordinators' practice
    research: [
      { step: 'BEFORE', workingDays: 1, tells: REPRESENTATIVE },
      { step: 'DUE', tells: REPRESENTATIVE },
      { step: 'AFTER', workingDays: 1, tells: ['REPRESENTATIVE', 'MANAGER'], urgent: true },
    ],
    // chairs when the working day after the last one is over too: the coordinator has had it
    screening: [
      { step: 'AFTER', workingDays: 0, tells: ['COORDINATOR'], urgent: true },
      { step: 'AFTER', workingDays: 1, at: '23:59', tells: ['COORDINATOR', 'CHAIR'], urgent: true },
    ],
    transferOffers: [
      { step: 'AFTER', workingDays: 0, tells: ['COORDINATOR'], urgent: true },
      { step: 'AFTER', workingDays: 2, tells: ['COORDINATOR', 'CHAIR'], urgent: true },
    ],
    transferTakeUps: [{ step: 'AFTER', workingDays: 0, tells: ['COORDINATOR'], urgent: true }],
    remindAt: '09:00',
    longestPauseWorkingDays: 10,
  },
});

/** Names of the ladders there are. */
export const LADDER_NAMES = [
  'actions', 'urgentActions', 'minutes', 'breakGlassReviews', 'flagMarkers', 'signatures', 'research', 'screening', 'transferOffers',
  'transferTakeUps',
] as const satisfies readonly LadderName[]; // prettier-ignore
