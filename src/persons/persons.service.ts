import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { askedKeys, compare, compareBeside, type Likeness, type Match, matchKeys } from './matching.rules.js';
import {
  Contact,
  type ContactLabel,
  Equality,
  type EqualityAnswer,
  Link,
  Person,
  type PersonLabel,
  type YesNoUnknown,
} from './person.entity.js';
import { Detail, Relationship } from './detail.entity.js';
import { labelOf, type ReadDetail } from './details.rules.js';
import { KnownPlaces } from './known-places.js';
import { KnownRecords } from './known-records.js';
import { LocationVault } from './location-vault.js';
import { likenessOf, MatchIndex } from './match-index.js';
import { insertKeys } from './persons.queries.js';
import { givesAway } from './protected-text.rules.js';

/** A person as a referral describes them. */
export interface Description extends Likeness {
  label: PersonLabel;
  /** of the contact details that are not protected */
  contactLabel: Exclude<ContactLabel, 'LOCATION_SAFE'>;
  safeToCall: YesNoUnknown;
  /** numbers that the referral gives for them; kept as details are */
  further?: readonly ReadDetail[];
  /** of a child who is not born yet: no birth date, and never compared as one */
  expectedOn?: string | null;
  equality?: { ethnicity: string; disability: EqualityAnswer; lgbt: EqualityAnswer };
}

/** An earlier record that may be about the same person. */
export interface PersonMatch extends Match {
  personId: string;
  canonicalId: string;
}

/** A record just made, and the one that stands for the person. */
export interface Recorded {
  id: string;
  canonicalId: string;
}

@Injectable()
export class PersonsService {
  private readonly persons = new Store(Person);
  private readonly contacts = new Store(Contact);
  private readonly equality = new Store(Equality);
  private readonly links = new Store(Link);
  private readonly relationships = new Store(Relationship);
  private readonly details = new Store(Detail);

  constructor(private readonly vault: LocationVault) {}

  /**
   * Earlier records that may be about each of these people, in the same order. Sees every MARAC, so it needs an elevated unit
   * of work; what it returns is for the repeat rule, not for a reader.
   */
  async matches(people: readonly Likeness[]): Promise<PersonMatch[][]> {
    await this.lookUp(people);
    const matches = people.map((person) =>
      MatchIndex.current()
        .find(askedKeys(person, this.vault.prints))
        .flatMap((row) => {
          const match = compare(person, likenessOf(row));
          return match ? [{ ...match, personId: row.id, canonicalId: row.canonicalId }] : [];
        }),
    );
    const found = matches.flatMap((one) => one.map((match) => match.canonicalId));
    await KnownPlaces.current().load(found, this.vault);
    return matches;
  }

  /** Looks up at once what `matches` will need for many people. */
  async lookUp(people: readonly Likeness[]): Promise<void> {
    const keys = people.flatMap((person) => askedKeys(person, this.vault.prints));
    await MatchIndex.current().load(keys, this.vault);
  }

  /** Looks up at once what `beside` will need. */
  async lookUpRecords(canonicalIds: readonly string[]): Promise<void> {
    await KnownRecords.current().load(canonicalIds, this.vault);
  }

  /** Whether this is perhaps the person recorded beside somebody who was recognised. `lookUpRecords` must have looked. */
  beside(person: Likeness, canonicalId: string): PersonMatch | null {
    const found = KnownRecords.current()
      .of(canonicalId)
      .flatMap((row) => {
        const match = compareBeside(person, likenessOf(row));
        return match ? [{ ...match, personId: row.id, canonicalId }] : [];
      });
    return found.sort((a, b) => b.weight - a.weight)[0] ?? null;
  }

  /**
   * Records a person on a case. With `same`, an earlier record of the same person that is certain, the new record is linked to
   * it; the link can be undone and leaves both records as they are. An address that is protected, because the referrer says so
   * or because it is known to be (`matches` has looked), is sealed. Returns the record's id and the one that stands for both.
   */
  record(open: OpenCase, given: Description, same?: PersonMatch): Recorded {
    const id = newId();
    const key = { caseId: open.caseId, maracId: open.maracId };
    const canonicalId = same?.canonicalId ?? id;
    const described = { ...given, protected: this.isProtected(given, canonicalId) };
    const { familyName, givenNames, label, sex, birth, address, postcode, phone } = described;
    const named = { id, canonicalId, familyName, givenNames, aliases: [...described.aliases], sex };
    const person = { ...named, birthDate: birth.value, birthPrecision: birth.precision };
    this.persons.insert({ ...person, ...key, label, expectedOn: given.expectedOn ?? null });
    this.recordWhereabouts(open, id, canonicalId, described);
    if (described.equality) this.equality.insert({ id: newId(), personId: id, ...key, ...described.equality });
    for (const said of given.further ?? []) this.details.insert(this.detail(open, id, label, said));
    const keys = matchKeys(described, this.vault.print);
    insertKeys(id, keys);
    const candidate = {
      ...person,
      address,
      postcode,
      phone,
      further: [...(given.further ?? [])],
      protected: described.protected,
    };
    MatchIndex.current().add(candidate, keys);
    KnownRecords.current().add(candidate);
    if (same) this.link(id, key, same);
    return { id, canonicalId };
  }

  private detail({ caseId, maracId }: OpenCase, personId: string, of: PersonLabel, said: ReadDetail): Detail {
    const { actor } = tx();
    const about = { id: newId(), personId, caseId, maracId, label: labelOf(said, of) };
    return { ...said, ...about, recordedBy: `${actor.kind}:${actor.id}` };
  }

  /** What a person of a case is to another of it. */
  relate({ caseId, maracId }: OpenCase, related: Omit<Relationship, 'id' | 'caseId' | 'maracId'>): void {
    this.relationships.insert({ id: newId(), caseId, maracId, ...related });
  }

  /** A protected address that comes in as an ordinary one is still protected. Nobody is told: to tell would confirm a guess. */
  private isProtected({ label, address, postcode, ...described }: Description, canonicalId: string): boolean {
    if (address === '' && postcode === '') return false;
    if (described.protected) return true;
    return label === 'IDENTITY' && givesAway(`${address}\n${postcode}`, KnownPlaces.current().of([canonicalId]));
  }

  private recordWhereabouts(open: OpenCase, personId: string, canonicalId: string, described: Description): void {
    const { contactLabel: label, phone, safeToCall } = described;
    const { address, postcode } = described.protected ? { address: '', postcode: '' } : described;
    const key = { personId, caseId: open.caseId, maracId: open.maracId };
    if (address || postcode || phone || (described.protected && safeToCall !== 'NOT_KNOWN'))
      this.contacts.insert({ id: newId(), ...key, label, address, postcode, phone, safeToCall });
    if (!described.protected) return;
    const place = { name: '', address: described.address, postcode: described.postcode, phone: '' };
    this.vault.put(open, { personId, kind: 'NEW_ADDRESS', place });
    KnownPlaces.current().add(canonicalId, place);
  }

  private link(
    personId: string,
    key: { caseId: string; maracId: string },
    { personId: otherId, canonicalId, certainty, evidence }: PersonMatch,
  ): void {
    const { actor } = tx();
    this.links.insert({
      id: newId(),
      personId,
      otherId,
      canonicalId,
      ...key,
      certainty,
      evidence,
      decidedBy: `${actor.kind}:${actor.id}`,
    });
  }
}
