import { AGENCY_KINDS, type AgencyKind } from '../maracs/agency-kinds.rules.js';
import { defineRules } from '../maracs/rule-section.rules.js';
import { defineDeadline } from '../meetings/deadlines.rules.js';
import { ListOf, Whole } from '../platform/http/fields.js';

/**
 * To whom a case list goes, and for how long. Sources of the defaults: the core eight agencies and adult social care, SafeLives
 * practice; research back two to three working days before the meeting, local practice; agencies keep their own actions and not
 * others' information once its purpose is served, so what circulation opened ends two weeks after the meeting.
 */
export class CirculationRules {
  @ListOf(AGENCY_KINDS, { about: 'Kinds of agency needed for every case', max: 40 }) kinds: AgencyKind[];
  @ListOf(AGENCY_KINDS, { about: 'Kinds of agency needed besides when there are children', max: 40 })
  kindsForChildren: AgencyKind[];
  @Whole({ about: 'Working days before the meeting by which research is due', min: 0, max: 30 })
  researchWorkingDaysBefore: number;
  @Whole({ about: 'Days after the meeting for which agencies still see its cases', min: 0, max: 90 })
  daysAfterMeeting: number;
}

export const CIRCULATION = defineRules<CirculationRules>({
  name: 'circulation',
  shape: CirculationRules,
  defaults: {
    kinds: [
      ...(['POLICE', 'IDVA', 'HOUSING_LA', 'PROBATION', 'PRIMARY_CARE', 'MENTAL_HEALTH', 'SUBSTANCE', 'ASC'] as const),
    ],
    kindsForChildren: ['CSC', 'EDUCATION', 'HEALTH_VISITING'],
    researchWorkingDaysBefore: 2,
    daysAfterMeeting: 14,
  },
});

defineDeadline('RESEARCH_BACK', CIRCULATION, (rules) => -rules.researchWorkingDaysBefore);
