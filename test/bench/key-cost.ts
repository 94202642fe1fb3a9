import { Contact, Person } from '../../src/persons/person.entity.js';
import { matchKeys } from '../../src/persons/matching.rules.js';
import { insertKeys } from '../../src/persons/persons.queries.js';
import { Actor } from '../../src/platform/db/actor.js';
import { newId } from '../../src/platform/db/ids.js';
import { Store } from '../../src/platform/db/store.js';
import { tx } from '../../src/platform/db/transaction.js';
import type { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { median } from './bench.js';
import { coupleAt, idOf, type RegisterCouple } from './register-couples.js';

const ROUNDS = 400;

/** What the keys add to inserting a person into a big register, the commit apart: with and without in turns, all rolled back. */
export async function keyCost(uow: UnitOfWork, couples: number): Promise<{ addedMs: number; withoutMs: number }> {
  const took = { with: [] as number[], without: [] as number[] };
  const [persons, contacts] = [new Store(Person), new Store(Contact)];
  for (let round = 0; round < ROUNDS; round++) {
    const of = coupleAt(couples + round);
    const place = { caseId: idOf('case', round), maracId: idOf('marac', coupleAt(round).marac) };
    for (const how of round % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const))
      took[how].push(
        await uow.rehearse(Actor.system('bench'), () => insert(persons, contacts, of, place, how === 'with')),
      );
  }
  const withoutMs = median(took.without.slice(50));
  return { addedMs: median(took.with.slice(50)) - withoutMs, withoutMs };
}

async function insert(
  persons: Store<Person>,
  contacts: Store<Contact>,
  { perpetrator }: RegisterCouple,
  place: { caseId: string; maracId: string },
  withKeys: boolean,
): Promise<number> {
  await tx().query('select 1', []); // the beginning of the transaction is not what is measured
  const begun = performance.now();
  const id = newId();
  const { label, familyName, givenNames, aliases, birth, sex } = perpetrator;
  const born = { birthDate: birth.value, birthPrecision: birth.precision };
  persons.insert({ id, canonicalId: id, ...place, label, familyName, givenNames, aliases: [...aliases], sex, ...born });
  const { contactLabel, address, postcode, phone, safeToCall } = perpetrator;
  contacts.insert({ id: newId(), personId: id, ...place, label: contactLabel, address, postcode, phone, safeToCall });
  if (withKeys) insertKeys(id, matchKeys(perpetrator));
  await tx().settle();
  return performance.now() - begun;
}
