import { DateOnly, ListOf, OneOf, Text, Whole } from '../platform/http/fields.js';
import { BIRTH } from '../persons/written-person.rules.js';

const YES_NO_UNKNOWN = ['YES', 'NO', 'NOT_KNOWN'] as const;

/** What a child is to one of the parties. */
export const CHILD_RELATIONSHIPS = [
  'CHILD', 'STEPCHILD', 'ADOPTED_CHILD', 'FOSTER_CHILD', 'GRANDCHILD', 'SIBLING', 'EXTENDED_FAMILY', 'NOT_CONNECTED', 'NOT_KNOWN',
] as const; // prettier-ignore

export class NewChildRelationship {
  @OneOf(['VICTIM', 'PERPETRATOR'], { about: 'To whom' }) to: 'VICTIM' | 'PERPETRATOR';
  @Whole({ about: 'Which perpetrator, counted from 1; the first when absent', min: 1, max: 10, optional: true })
  perpetrator?: number;
  @OneOf(CHILD_RELATIONSHIPS, { about: 'What the child is to them' }) kind: (typeof CHILD_RELATIONSHIPS)[number];
  @OneOf(YES_NO_UNKNOWN, { about: 'Whether they have parental responsibility', optional: true })
  parentalResponsibility?: (typeof YES_NO_UNKNOWN)[number];
}

export class NewChild {
  @Text({ about: 'Surname', max: 200, optional: true }) familyName?: string;
  @Text({ about: 'Forenames; an unborn child needs no name', max: 200, optional: true }) givenNames?: string;
  @Text({ about: 'Birth date: YYYY-MM-DD, or YYYY-MM or YYYY when no more is known', max: 10, pattern: BIRTH, optional: true })
  birthDate?: string; // prettier-ignore
  @DateOnly({ about: 'Of a child who is not born yet: when it is expected', optional: true }) expectedOn?: string;
  @OneOf(['FEMALE', 'MALE', 'NOT_KNOWN'], { about: 'Sex', optional: true }) sex?: 'FEMALE' | 'MALE' | 'NOT_KNOWN';
  @ListOf(() => NewChildRelationship, { about: 'What the child is to each party', max: 11, optional: true })
  relationships?: NewChildRelationship[];
}
