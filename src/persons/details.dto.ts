import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { WithheldView } from '../access/withheld.http.js';
import {
  ADDRESS_KINDS, type AddressKind, IDENTIFIER_KINDS, type IdentifierKind, NAME_KINDS, type NameKind, type What,
} from './details.rules.js'; // prettier-ignore
import type { YesNoUnknown } from './person.entity.js';
import { FoundPersonView, PARTIES } from './search.dto.js';
import { BIRTH } from './written-person.rules.js';

const SAFE = ['YES', 'NO', 'NOT_KNOWN'] as const;
const WHATS = ['NAME', 'BIRTH', 'ADDRESS', 'PHONE', 'IDENTIFIER'] as const;

export class NewName {
  @OneOf(NAME_KINDS, { about: 'Kind of name' }) kind: NameKind;
  @Text({ about: 'Surname', max: 200, optional: true }) familyName?: string;
  @Text({ about: 'Forenames', max: 200, optional: true }) givenNames?: string;
  @Text({ about: 'The whole name as it stands, when nobody knows which part is which', max: 200, optional: true })
  whole?: string;
}

export class NewBirth {
  @Text({ about: 'Birth date: YYYY-MM-DD, or YYYY-MM or YYYY when no more is known', max: 10, pattern: BIRTH })
  birthDate: string;
  @YesNo({ about: 'The year is somebody’s estimate', optional: true }) estimated?: boolean;
}

export class NewAddress {
  @OneOf(ADDRESS_KINDS, { about: 'Kind of address' }) kind: AddressKind;
  @Text({ about: 'Address', max: 500, optional: true }) address?: string;
  @Text({ about: 'Postcode', max: 10, optional: true }) postcode?: string;
  @DateOnly({ about: 'From when', optional: true }) fromOn?: string;
  @DateOnly({ about: 'Last day', optional: true }) untilOn?: string;
}

export class NewPhone {
  @Text({ about: 'Telephone', max: 60 }) phone: string;
  @OneOf(SAFE, { about: 'Is it safe to call?', optional: true }) safeToCall?: YesNoUnknown;
  @OneOf(SAFE, { about: 'Is it safe to leave a message?', optional: true }) safeVoicemail?: YesNoUnknown;
  @OneOf(SAFE, { about: 'Is it safe to send a text?', optional: true }) safeText?: YesNoUnknown;
}

export class NewIdentifier {
  @OneOf(IDENTIFIER_KINDS, { about: 'NHS number, PNC identifier, CRN of probation, UPRN of an ordinary address' })
  type: IdentifierKind;
  @Text({ about: 'The number', max: 40 }) value: string;
}

/** One of these at a time. */
export class NewDetail {
  @Nested(() => NewName, { about: 'Another name that the person goes or went by', optional: true }) name?: NewName;
  @Nested(() => NewBirth, { about: 'Another birth date that is given for the person', optional: true })
  birth?: NewBirth;
  @Nested(() => NewAddress, { about: 'An ordinary address; a protected one is a location of the case', optional: true })
  address?: NewAddress;
  @Nested(() => NewPhone, { about: 'A telephone, and how it may be used', optional: true }) phone?: NewPhone;
  @Nested(() => NewIdentifier, { about: 'A number by which an agency knows the person', optional: true })
  identifier?: NewIdentifier;
}

/** What became of a detail that was added or taken back. What it says is not repeated. */
export class RecordedDetailView {
  @Id({ about: 'The detail' }) id: string;
  @Id({ about: 'The person' }) personId: string;
  @OneOf(WHATS, { about: 'What it is' }) what: What;
  @YesNo({ about: 'Whether it was taken back' }) retracted: boolean;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
}

class DetailView {
  @Id({ about: 'The detail' }) id: string;
  @Instant({ about: 'When it was recorded' }) recordedAt: string;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
}

export class OtherNameView extends DetailView {
  @OneOf(NAME_KINDS, { about: 'Kind of name' }) kind: string;
  @Text({ about: 'Surname', max: 200 }) familyName: string;
  @Text({ about: 'Forenames', max: 200 }) givenNames: string;
  @Text({ about: 'The whole name, where its parts are not known', max: 200 }) whole: string;
}

export class OtherBirthView extends DetailView {
  @Text({ about: 'Birth date as far as it is known', max: 10 }) birthDate: string;
  @Text({ about: 'How far it is known', max: 20 }) birthPrecision: string;
}

export class AddressView extends DetailView {
  @OneOf(ADDRESS_KINDS, { about: 'Kind of address' }) kind: string;
  @Text({ about: 'Address', max: 500 }) address: string;
  @Text({ about: 'Postcode', max: 10 }) postcode: string;
  @DateOnly({ about: 'From when', optional: true }) fromOn: string | null;
  @DateOnly({ about: 'Last day', optional: true }) untilOn: string | null;
}

export class PhoneView extends DetailView {
  @Text({ about: 'Telephone', max: 60 }) phone: string;
  @OneOf(SAFE, { about: 'Is it safe to call?' }) safeToCall: string;
  @OneOf(SAFE, { about: 'Is it safe to leave a message?' }) safeVoicemail: string;
  @OneOf(SAFE, { about: 'Is it safe to send a text?' }) safeText: string;
}

export class IdentifierView extends DetailView {
  @OneOf(IDENTIFIER_KINDS, { about: 'Kind of number' }) type: string;
  @Text({ about: 'The number', max: 40 }) value: string;
}

export class RelationshipView {
  @Id({ about: 'The person it starts from' }) personId: string;
  @Id({ about: 'The person it leads to' }) otherId: string;
  @OneOf(PARTIES, { about: 'Who the first is in the case' }) party: string;
  @OneOf(PARTIES, { about: 'Who the other is in the case' }) otherParty: string;
  @Text({ about: 'What the first is to the other', max: 40 }) kind: string;
  @OneOf(SAFE, { about: 'Whether the other has parental responsibility for the first' }) parentalResponsibility: string;
}

export class InvolvementView {
  @Id({ about: 'A case that you may open' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @Id({ about: 'Its MARAC' }) maracId: string;
  @ListOf(PARTIES, { about: 'Who the person is in it' }) parties: string[];
}

/** A person as one case describes them, with what was added since. */
export class PersonRecordView extends FoundPersonView {
  @DateOnly({ about: 'Of a child who is not born yet: when it is expected', optional: true }) expectedOn: string | null;
  @ListOf(() => OtherNameView, { about: 'Other names, oldest first' }) otherNames: OtherNameView[];
  @ListOf(() => OtherBirthView, { about: 'Other birth dates that are given' }) otherBirths: OtherBirthView[];
  @ListOf(() => AddressView, { about: 'Ordinary addresses; absent: withheld', optional: true })
  addresses?: AddressView[];
  @ListOf(() => PhoneView, { about: 'Telephones; absent: withheld', optional: true }) phones?: PhoneView[];
  @ListOf(() => IdentifierView, { about: 'Numbers of police and probation' }) identifiers: IdentifierView[];
  @ListOf(() => IdentifierView, { about: 'NHS numbers; absent: withheld', optional: true })
  healthNumbers?: IdentifierView[];
  @ListOf(() => IdentifierView, { about: 'Property references (UPRN); absent: withheld', optional: true })
  propertyNumbers?: IdentifierView[];
  @ListOf(() => RelationshipView, { about: 'How the person is related to others of the case whom you may see' })
  relationships: RelationshipView[];
  @ListOf(() => InvolvementView, { about: 'Cases that you may open in which the person stands, this one too' })
  involvement: InvolvementView[];
  @ListOf(() => WithheldView, { about: 'What is kept from you, and why' }) withheld: WithheldView[];
}
