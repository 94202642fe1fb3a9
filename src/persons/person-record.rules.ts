import type {
  AddressView, IdentifierView, OtherBirthView, OtherNameView, PersonRecordView, PhoneView,
} from './details.dto.js'; // prettier-ignore
import type { DetailRow } from './details.queries.js';

/** Who somebody is in a case, by the kind of information they are to its readers. */
export const PARTY = { IDENTITY: 'VICTIM', PERPETRATOR: 'PERPETRATOR', CHILD: 'CHILD' } as const;

type Details = Required<
  Pick<PersonRecordView, 'otherNames' | 'otherBirths' | 'addresses' | 'phones' | 'identifiers' | 'healthNumbers' | 'propertyNumbers'> // prettier-ignore
>;

/** Details sorted by what they say. */
export function detailViews(rows: readonly DetailRow[]): Details {
  const numbers = (...kinds: string[]) => rows.filter((row) => row.what === 'IDENTIFIER' && kinds.includes(row.kind)).map(identifier); // prettier-ignore
  const those = <View>(what: DetailRow['what'], view: (row: DetailRow) => View) =>
    rows.filter((row) => row.what === what).map(view);
  return {
    otherNames: those('NAME', name),
    otherBirths: those('BIRTH', birth),
    addresses: those('ADDRESS', address),
    phones: those('PHONE', phone),
    identifiers: numbers('PNC', 'CRN'),
    healthNumbers: numbers('NHS'),
    propertyNumbers: numbers('UPRN'),
  };
}

const common = ({ id, recordedAt, version }: DetailRow) => ({ id, recordedAt: recordedAt.toISOString(), version });

const name = (row: DetailRow): OtherNameView => {
  const { kind, familyName, givenNames, wholeName: whole } = row;
  return { ...common(row), kind, familyName, givenNames, whole };
};

const birth = (row: DetailRow): OtherBirthView => {
  return { ...common(row), birthDate: row.birthDate ?? '', birthPrecision: row.birthPrecision };
};

const address = (row: DetailRow): AddressView => {
  return { ...common(row), kind: row.kind, address: row.address, postcode: row.postcode, fromOn: row.fromOn, untilOn: row.untilOn }; // prettier-ignore
};

const phone = (row: DetailRow): PhoneView => {
  const { safeToCall, safeVoicemail, safeText } = row;
  return { ...common(row), phone: row.phone, safeToCall, safeVoicemail, safeText };
};

const identifier = (row: DetailRow): IdentifierView => ({ ...common(row), type: row.kind, value: row.value });
