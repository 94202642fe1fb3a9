import { DateOnly, Id, Instant, ListOf, OneOf, Text, YesNo } from '../platform/http/fields.js';
import { BIRTH } from './written-person.rules.js';

export class PersonTerms {
  @Text({ about: 'Surname, whole', max: 200, optional: true }) familyName?: string;
  @Text({ about: 'Forenames; the first must agree', max: 200, optional: true }) givenNames?: string;
  @Text({ about: 'Birth date: YYYY-MM-DD, or YYYY-MM or YYYY where the record says no more', max: 10, pattern: BIRTH, optional: true })
  birthDate?: string; // prettier-ignore
  @Text({ about: 'Telephone, whole', max: 60, optional: true }) phone?: string;
}

export class NewSearch extends PersonTerms {
  @Id({ about: 'MARAC for which you ask' }) maracId: string;
}

export const PARTIES = ['VICTIM', 'PERPETRATOR', 'CHILD'] as const;

export class FoundPersonView {
  @Id({ about: 'This record of the person' }) id: string;
  @OneOf(PARTIES, { about: 'Who the person is in the case' }) party: (typeof PARTIES)[number];
  @Id({ about: 'The case, which you may open' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @Id({ about: 'Its MARAC' }) maracId: string;
  @Text({ about: 'Surname', max: 200 }) familyName: string;
  @Text({ about: 'Forenames', max: 200 }) givenNames: string;
  @ListOf('text', { about: 'Aliases' }) aliases: string[];
  @Text({ about: 'Birth date as far as it is known', max: 10, optional: true }) birthDate: string | null;
  @Text({ about: 'How far it is known', max: 20 }) birthPrecision: string;
  @Text({ about: 'Sex', max: 10 }) sex: string;
}

export class SearchResultView {
  @ListOf(() => FoundPersonView, { about: 'People on cases that you may open, by name; at most 20' })
  items: FoundPersonView[];
  @YesNo({ about: 'There are more: ask more closely' }) more: boolean;
}

export class AskView {
  @Id({ about: 'The line in the record of deeds' }) id: string;
  @Instant({ about: 'When' }) at: string;
  @Id({ about: 'Who asked' }) userId: string;
  @OneOf(['persons.searched', 'repeat-check.asked'], { about: 'What was asked' }) action: string;
  @YesNo({ about: 'Refused, because the quota was used up' }) refused: boolean;
}

export class AskedForView {
  @ListOf(() => AskView, { about: 'Asks for this person by people whom you audit, newest first' }) items: AskView[];
}

export class AskedForPerson {
  @Text({ about: 'Surname', max: 200 }) familyName: string;
  @Text({ about: 'Forenames', max: 200, optional: true }) givenNames?: string;
  @ListOf('text', { about: 'Other names, in full', max: 20, optional: true }) aliases?: string[];
  @DateOnly({ about: 'Birth date', optional: true }) birthDate?: string;
  @Text({ about: 'Telephone', max: 60, optional: true }) phone?: string;
}
