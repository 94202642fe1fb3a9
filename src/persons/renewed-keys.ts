import { Injectable } from '@nestjs/common';
import { Resealed } from '../platform/crypto/resealed.js';
import { tx } from '../platform/db/transaction.js';
import { LocationVault } from './location-vault.js';
import { matchKeys } from './matching.rules.js';
import { unsealed } from './match-index.js';
import { addKeys, recordsById } from './persons.queries.js';

/** Gives records of an earlier version the keys by which they are found now: without them a repeat would be missed. */
@Injectable()
export class RenewedKeys extends Resealed {
  readonly name = 'persons.match_keys';

  constructor(private readonly vault: LocationVault) {
    super();
  }

  async reseal(most: number): Promise<number> {
    const due = await tx().query<{ id: string }>(
      'select k.person_id as id from persons.keys_to_renew k order by k.person_id limit $1 for update skip locked',
      [most],
    );
    const ids = due.map(({ id }) => id);
    for (const row of await recordsById(ids)) {
      const { birthDate: value, birthPrecision: precision, ...person } = unsealed(row, this.vault);
      addKeys(row.id, matchKeys({ ...person, birth: { value, precision } }, this.vault.print));
    }
    tx().flush();
    return tx().change('delete from persons.keys_to_renew where person_id = any ($1::uuid[])', [ids]);
  }

  async left(): Promise<number> {
    const found = await tx().one<{ left: number }>('select count(*)::int as left from persons.keys_to_renew');
    return found?.left ?? 0;
  }
}
