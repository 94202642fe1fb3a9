import type { ApiPropertyOptions } from '@nestjs/swagger';
import { defineRules } from '../maracs/rule-section.rules.js';
import { field } from '../platform/http/field.js';
import { OneOf, Whole, YesNo } from '../platform/http/fields.js';
import { type Quorum } from './quorum.rules.js';
import { QUORUM_FAULTS, quorumFault } from './quorum-check.rules.js';

export const WITHOUT_QUORUM = ['REFUSE', 'ALLOW_WITH_REASON'] as const;
export type WithoutQuorum = (typeof WITHOUT_QUORUM)[number];

/** A quorum as an area writes it down, refused by the code of what is wrong with it. */
function QuorumRule(about: string): PropertyDecorator {
  const schema = { description: about, type: 'object', additionalProperties: true } as ApiPropertyOptions;
  const rules = Object.entries(QUORUM_FAULTS).map(([code, detail]) => ({
    code,
    detail,
    holds: (value: unknown) => quorumFault(value) !== code,
  }));
  return field({ kind: 'text', schema, rules });
}

/**
 * How a meeting is held. Sources of the defaults: a case is heard at a meeting that was opened, so that the quorum is looked at; no fixed quorum for MARACs is published; five members from at least three agencies is
 * one strategic board's own rule, police and IDVA with children's services for families local practice; emergency meetings are small.
 * Who tells the victim, and how safely, belongs to the minutes of each case (record layouts of the minutes template).
 */
export class ConferenceRules {
  @QuorumRule('Who must be there') quorum: Quorum;
  @QuorumRule('Who must be there at an emergency meeting') quorumEmergency: Quorum;
  @OneOf(WITHOUT_QUORUM, { about: 'Whether a case may be heard without a quorum when the chair says why' })
  withoutQuorum: WithoutQuorum;
  @YesNo({ about: 'Whether cases are heard only once the meeting was opened' }) openingNeeded: boolean;
  @YesNo({ about: 'Whether it must stand in the record who tells the victim, and how, before the meeting closes' })
  victimTellingNeeded: boolean;
  @YesNo({ about: "Whether earlier meetings' open actions must be reviewed before the meeting closes" })
  actionsReviewNeeded: boolean;
  @Whole({ about: 'Minutes after the opening until which somebody was there from the start', min: 0, max: 240 })
  minutesOfGrace: number;
}

export const CONFERENCE = defineRules<ConferenceRules>({
  name: 'conference',
  shape: ConferenceRules,
  defaults: {
    quorum: {
      all: [
        { members: { atLeast: 5, fromAgencies: 3 } },
        { agency: 'POLICE' },
        { agency: 'IDVA' },
        { when: { fact: 'CHILDREN' }, then: { agency: 'CSC' } },
      ],
    },
    quorumEmergency: {
      all: [
        { members: { atLeast: 2, fromAgencies: 2 } },
        { agency: 'POLICE' },
        { agency: 'IDVA' },
        { when: { fact: 'CHILDREN' }, then: { agency: 'CSC' } },
      ],
    },
    withoutQuorum: 'ALLOW_WITH_REASON',
    openingNeeded: true,
    victimTellingNeeded: true,
    actionsReviewNeeded: false,
    minutesOfGrace: 15,
  },
});
