import { Injectable } from '@nestjs/common';
import { LOCATION_ADDED } from '../persons/locations.events.js';
import { LocationsReader } from '../persons/locations.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { ConflictBook } from './conflict-book.service.js';
import { ConflictIndex } from './conflict-index.js';
import { factsOfPerson } from './details.rules.js';
import { KeyedHash } from './keyed-hash.js';
import { mailboxesIn } from './known-by.rules.js';
import { PartyIndex } from './party-index.service.js';
import { fromTies } from './screening.service.js';
import { addPartyKeys } from './tie.queries.js';

/** A victim moves in with, or next to the telephone of, somebody who works here: their household is compared as a referral's is. */
@Injectable()
export class LocationScreening {
  constructor(
    private readonly locations: LocationsReader,
    private readonly hash: KeyedHash,
    private readonly book: ConflictBook,
    private readonly people: PartyIndex,
  ) {}

  @Subscribes(LOCATION_ADDED, 'conflicts.screen-location')
  async screen({ locationId = '', caseId = '', maracId = '' }: Record<string, string>): Promise<void> {
    const home = await this.locations.homeOf(locationId);
    if (!home) return;
    const { address, postcode, phone } = home.place;
    const facts = [...factsOfPerson({ address, postcode, phone }), ...mailboxesIn(`${phone ?? ''} ${address ?? ''}`)];
    const keys = facts.map((fact) => this.hash.print(fact));
    if (keys.length === 0) return;
    await this.people.noteMissing(1, home.personId);
    addPartyKeys(home.personId, keys);
    const index = ConflictIndex.current();
    await index.load(keys);
    for (const found of fromTies(index.ties(keys)))
      await this.book.enter({ caseId, maracId, ...found, personIds: [home.personId] });
  }
}
