import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { Detail } from './detail.entity.js';
import { countDetails, type DescribedPerson, retractDetail } from './details.queries.js';
import { MOST_OF_A_KIND } from './details.rules.js';
import { PERSON_DESCRIBED } from './details.events.js';
import { KnownPlaces } from './known-places.js';
import { LocationVault } from './location-vault.js';
import { victimsOf } from './locations.queries.js';
import { likenessOf, unsealed } from './match-index.js';
import { matchKeys, type Prints } from './matching.rules.js';
import { addKeys, forgetKeys, recordsById } from './persons.queries.js';
import { givesAway } from './protected-text.rules.js';

type NewDetail = Omit<Detail, 'personId' | 'caseId' | 'maracId' | 'recordedBy'>;

/** Writes details down where they belong, and has people found by them. */
@Injectable()
export class DetailKeeper {
  private readonly details = new Store(Detail);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly vault: LocationVault,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 409 `too-many-details` */
  async keep(open: OpenCase, person: DescribedPerson, detail: NewDetail): Promise<void> {
    const { id, what } = detail;
    const isProtected = await this.uow.elevated(async () => {
      if ((await countDetails(person.id, what)) >= MOST_OF_A_KIND)
        throw Problem.conflict('too-many-details', `A person has at most ${MOST_OF_A_KIND} details of a kind.`);
      return this.isProtected(person, detail);
    });
    if (isProtected) return this.uow.elevated(async () => this.seal(open, person, detail));
    const { caseId, maracId } = open;
    const recordedBy = `${tx().actor.kind}:${tx().actor.id}`;
    this.details.insert({ ...detail, personId: person.id, caseId, maracId, recordedBy }); // by the writer's own right
    await this.uow.elevated(async () => addKeys(person.id, await this.keysOf(person.id, this.vault.print)));
    this.outbox.publish({ name: PERSON_DESCRIBED, ids: { detailId: id, caseId, maracId } });
  }

  /** A place where a victim or a child is kept safe is protected under whatever heading it comes in. */
  private async isProtected(
    { label, caseId }: DescribedPerson,
    { address, postcode, phone }: NewDetail,
  ): Promise<boolean> {
    const text = [address, postcode, phone].join('\n');
    if (label === 'PERPETRATOR' || text.trim() === '') return false;
    const victims = await victimsOf(caseId);
    await KnownPlaces.current().load(victims, this.vault);
    return givesAway(text, KnownPlaces.current().of(victims));
  }

  private seal(open: OpenCase, { id: personId }: DescribedPerson, { id, what, fromOn, ...said }: NewDetail): void {
    const { address, postcode, phone } = said;
    const kind = what === 'PHONE' ? 'OTHER' : 'NEW_ADDRESS';
    this.vault.put(open, { id, personId, kind, place: { name: '', address, postcode, phone }, fromOn });
  }

  /** The person is found by it no longer. @throws StaleVersion */
  async takeBack(personId: string, detailId: string, version: number): Promise<void> {
    const by = `${tx().actor.kind}:${tx().actor.id}`;
    const before = await this.uow.elevated(() => this.keysOf(personId, this.vault.prints));
    if ((await retractDetail(detailId, version, by)) === 0) throw new StaleVersion();
    await this.uow.elevated(async () => {
      const now = new Set(await this.keysOf(personId, this.vault.prints));
      forgetKeys(personId, before.filter((key) => !now.has(key))); // prettier-ignore
    });
  }

  /** Under everything that is known of the record now, its protected homes included. */
  private async keysOf(personId: string, prints: Prints): Promise<string[]> {
    const rows = await recordsById([personId]);
    return [...new Set(rows.flatMap((row) => matchKeys(likenessOf(unsealed(row, this.vault)), prints)))];
  }
}
