import { AGENCY_KINDS } from '../maracs/agency-kinds.rules.js';
import { defineRules } from '../maracs/rule-section.rules.js';
import { ListOf, OneOf, Text } from '../platform/http/fields.js';
import { TARGETS, type Target } from './action.rules.js';
import type { CatalogueEntry, LocalCatalogue } from './catalogue.rules.js';
import { DUE_CLASSES, type DueClass } from './due.rules.js';

class LocalEntry implements CatalogueEntry {
  @Text({ about: "Code: L and two digits, so that it is never one of everybody's", max: 3, pattern: /^L\d\d$/ })
  code: string;
  @Text({ about: 'What is done', max: 200, min: 5 }) label: string;
  @ListOf(AGENCY_KINDS, { about: 'Kinds of agency it usually falls to', min: 1, max: 30 }) agencyKinds: string[];
  @OneOf(TARGETS, { about: 'Whom it bears on' }) target: Target;
  @OneOf(DUE_CLASSES, { about: 'How soon it is due when nobody says' }) dueClass: DueClass;
}

class CatalogueRules implements LocalCatalogue {
  @ListOf(() => LocalEntry, { about: "The area's own actions", max: 99 }) added: LocalEntry[];
  @ListOf('text', { about: "Codes of everybody's that this area no longer agrees", max: 200, itemMax: 3 })
  retired: string[];
}

/** What an area adds to the catalogue of actions, and what it takes out of it, from a day on. */
export const LOCAL_CATALOGUE = defineRules<CatalogueRules>({
  name: 'actionCatalogue',
  shape: CatalogueRules,
  defaults: { added: [], retired: [] },
});
