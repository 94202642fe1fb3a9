import { Injectable } from '@nestjs/common';
import { PERSON_DESCRIBED } from '../persons/details.events.js';
import { DetailsReader } from '../persons/details.reader.js';
import { namesOf } from '../persons/matching.rules.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { ConflictBook } from './conflict-book.service.js';
import { ConflictIndex } from './conflict-index.js';
import { KeyedHash } from './keyed-hash.js';
import { partyFacts } from './known-by.rules.js';
import { PartyIndex } from './party-index.service.js';
import { fromTies, ofName } from './screening.service.js';
import { addPartyKeys } from './tie.queries.js';

/** Another name, an earlier address or a telephone shows that somebody who works here knows the person: compared as a referral's are. */
@Injectable()
export class DetailScreening {
  constructor(
    private readonly details: DetailsReader,
    private readonly hash: KeyedHash,
    private readonly book: ConflictBook,
    private readonly people: PartyIndex,
  ) {}

  @Subscribes(PERSON_DESCRIBED, 'conflicts.screen-detail')
  async screen({ detailId = '', caseId = '', maracId = '' }: Record<string, string>): Promise<void> {
    const known = await this.details.knownBy(detailId);
    if (!known) return;
    const keys = partyFacts(known.described).map((fact) => this.hash.print(fact));
    if (keys.length === 0) return;
    await this.people.noteMissing(1, known.personId);
    addPartyKeys(known.personId, keys);
    const index = ConflictIndex.current();
    await index.load(keys);
    const namesakes = await index.staffByName(maracId);
    const ids = new Set(namesOf(known.described).flatMap((name) => namesakes.get(name) ?? []));
    for (const found of [...fromTies(index.ties(keys)), ...[...ids].map(ofName)])
      await this.book.enter({ caseId, maracId, ...found, personIds: [known.personId] });
  }
}
