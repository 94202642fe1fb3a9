import { Injectable } from '@nestjs/common';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { Resealed, ResealedColumn } from '../platform/crypto/resealed.js';
import { tx } from '../platform/db/transaction.js';
import { LocationVault, sealedFor } from './location-vault.js';
import type { KnownDetail } from './further.rules.js';
import { protectedKeys } from './matching.rules.js';
import { addKeys, forgetKeys, FURTHER_NAMES } from './persons.queries.js';
import { readPlace } from './place.rules.js';

interface Resident {
  locationId: string;
  personId: string;
  familyName: string;
  givenNames: string;
  aliases: string[];
  further: KnownDetail[] | null;
}

const RESIDENTS = `
  select l.id as "locationId", p.id as "personId", p.family_name as "familyName", p.given_names as "givenNames", p.aliases,
         ${FURTHER_NAMES} as further
    from persons.locations l join persons.persons p on p.id = l.person_id where l.id = any ($1::uuid[])`;

/** Protected locations under a new key; the hashes by which their people are found are made anew with it. */
@Injectable()
export class ResealedLocations extends ResealedColumn {
  constructor(
    ring: KeyRing,
    private readonly vault: LocationVault,
  ) {
    super(ring, { table: 'persons.locations', column: 'sealed', aad: sealedFor });
  }

  protected override async also(rows: readonly { key: string; plain: Buffer }[]): Promise<void> {
    const residents = await tx().query<Resident>(RESIDENTS, [rows.map(({ key }) => key)]);
    for (const { key, plain } of rows) {
      const person = residents.find(({ locationId }) => locationId === key);
      const { postcode } = readPlace(plain.toString('utf8'));
      if (!person || postcode === '') continue;
      const now = protectedKeys(person, postcode, this.vault.print);
      const ever = protectedKeys(person, postcode, this.vault.prints);
      forgetKeys(person.personId, ever.filter((hash) => !now.includes(hash))); // prettier-ignore
      addKeys(person.personId, now);
    }
  }
}

interface InClear {
  id: string;
  personId: string;
  caseId: string;
  maracId: string;
  address: string;
  postcode: string;
  phone: string;
}

const IN_CLEAR = `
  select c.id, c.person_id as "personId", c.case_id as "caseId", c.marac_id as "maracId", c.address, c.postcode, c.phone
    from persons.contacts c where c.label = 'LOCATION_SAFE' order by c.id limit $1`;

/** Protected places that an earlier version wrote in clear: sealed, and the clear row removed in the same transaction. */
@Injectable()
export class SealedContacts extends Resealed {
  readonly name = 'persons.contacts';

  constructor(private readonly vault: LocationVault) {
    super();
  }

  async reseal(most: number): Promise<number> {
    await tx().query('select pg_advisory_xact_lock(7201017)'); // two at once would seal one place twice
    const rows = await tx().query<InClear>(IN_CLEAR, [most]);
    for (const { id, personId, caseId, maracId, address, postcode, phone } of rows) {
      const place = { name: '', address, postcode, phone };
      this.vault.put({ caseId, maracId }, { id, personId, kind: 'NEW_ADDRESS', place });
    }
    tx().flush();
    return tx().change('delete from persons.contacts where id = any ($1::uuid[])', [rows.map(({ id }) => id)]);
  }

  async left(): Promise<number> {
    const found = await tx().one<{ left: number }>(
      `select count(*)::int as left from persons.contacts c where c.label = 'LOCATION_SAFE'`,
    );
    return found?.left ?? 0;
  }
}
