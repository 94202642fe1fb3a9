import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { compare, type Likeness, type Match, matchKeys } from './matching.rules.js';
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
import { MatchIndex } from './match-index.js';
import { insertKeys } from './persons.queries.js';

/** A person as a referral describes them. */
export interface Description extends Likeness {
  label: PersonLabel;
  contactLabel: ContactLabel;
  safeToCall: YesNoUnknown;
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

  /**
   * Earlier records that may be about each of these people, in the same order. Sees every MARAC, so it needs an elevated unit
   * of work; what it returns is for the repeat rule, not for a reader.
   */
  async matches(people: readonly Likeness[]): Promise<PersonMatch[][]> {
    await this.lookUp(people);
    return people.map((person) =>
      MatchIndex.current()
        .find(matchKeys(person))
        .flatMap((row) => {
          const match = compare(person, { ...row, birth: { value: row.birthDate, precision: row.birthPrecision } });
          return match ? [{ ...match, personId: row.id, canonicalId: row.canonicalId }] : [];
        }),
    );
  }

  /** Looks up at once what `matches` will need for many people. */
  async lookUp(people: readonly Likeness[]): Promise<void> {
    await MatchIndex.current().load(people.flatMap(matchKeys));
  }

  /**
   * Records a person on a case. With `same`, an earlier record of the same person that is certain, the new record is linked to
   * it; the link can be undone and leaves both records as they are. Returns the record's id and the one that stands for both.
   */
  record(open: OpenCase, described: Description, same?: PersonMatch): Recorded {
    const id = newId();
    const key = { caseId: open.caseId, maracId: open.maracId };
    const canonicalId = same?.canonicalId ?? id;
    const { familyName, givenNames, label, sex, birth, address, postcode, phone } = described;
    const named = { id, canonicalId, familyName, givenNames, aliases: [...described.aliases], sex };
    const person = { ...named, birthDate: birth.value, birthPrecision: birth.precision };
    this.persons.insert({ ...person, ...key, label });
    this.recordContact(id, key, described);
    if (described.equality) this.equality.insert({ id: newId(), personId: id, ...key, ...described.equality });
    const keys = matchKeys(described);
    insertKeys(id, keys);
    MatchIndex.current().add({ ...person, address, postcode, phone }, keys);
    if (same) this.link(id, key, same);
    return { id, canonicalId };
  }

  private recordContact(personId: string, key: { caseId: string; maracId: string }, described: Description): void {
    const { contactLabel: label, address, postcode, phone, safeToCall } = described;
    if (address || postcode || phone)
      this.contacts.insert({ id: newId(), personId, ...key, label, address, postcode, phone, safeToCall });
  }

  private link(
    personId: string,
    key: { caseId: string; maracId: string },
    { canonicalId, certainty, evidence }: PersonMatch,
  ): void {
    const { actor } = tx();
    this.links.insert({
      id: newId(),
      personId,
      canonicalId,
      ...key,
      certainty,
      evidence,
      decidedBy: `${actor.kind}:${actor.id}`,
    });
  }
}
