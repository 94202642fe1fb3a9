import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import type { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import type { Match } from './matching.rules.js';
import { PARTY } from './person-record.rules.js';
import { VisibleMatches } from './search-matches.service.js';
import type { AskedForPerson, AskedForView, FoundPersonView, NewSearch, SearchResultView } from './search.dto.js';
import { askedFor } from './search-keys.rules.js';
import { asksFor, type FoundRow, peopleAmong, peopleWho } from './search.queries.js';
import { SearchRation } from './search-ration.service.js';
import { MOST_FOUND, refusedSearch, type SearchTerms } from './search.rules.js';

/** Asking who is known. With no relation there is no result: only people on cases that the asker may open are found. */
@Injectable()
export class PersonsSearch {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly ration: SearchRation,
    private readonly matches: VisibleMatches,
  ) {}

  /**
   * People whom everything given fits, on cases the asker may open. Call outside a unit of work: what the ask costs is committed
   * first. @throws Problem 429 `quota-reached`, 422 `too-little-asked`, `no-patterns`, `not-a-phone`, `impossible-date`, `future-date`, `unknown` (MARAC)
   */
  async search(actor: Actor, { maracId, ...terms }: NewSearch): Promise<SearchResultView> {
    await this.ration.spend(actor, 'SEARCH', maracId, [askedFor(terms)]);
    return this.uow.run(actor, async () => {
      if (!actor.may('persons:search', maracId))
        throw Problem.at('/maracId', 'unknown', 'There is no such MARAC among yours.');
      const problems = refusedSearch(terms, todayIn(TIME_ZONE, new Date()));
      if (problems.length > 0) throw new Problem(422, 'invalid-input', 'The search was not run.', problems);
      const found = inOrder([...(await peopleWho(terms)), ...(await this.underOtherNames(terms))]);
      const items = found.slice(0, MOST_FOUND).map(foundPerson);
      for (const { id, caseId } of items) this.recordFound(id, caseId, found.find((row) => row.id === id)!.label);
      return { items, more: found.length > MOST_FOUND };
    });
  }

  /** Who asked for somebody, as far as the reader audits them. The question is recorded by its hashes too. */
  async askers(person: AskedForPerson): Promise<AskedForView> {
    const hashes = this.ration.hashes(askedFor(person));
    const [id = 'nobody'] = hashes;
    this.audit.record({ action: 'askers.read', subject: { kind: 'audit', id } });
    const items = (await asksFor(hashes)).map(({ id: line, at, actorId: userId, action, code }) => {
      return { id: line, at: at.toISOString(), userId, action, refused: code === 'quota-reached' };
    });
    return { items };
  }

  /** Those who go by the whole name, however it is spelt, with the same birth date, though they are recorded under another. */
  private async underOtherNames(terms: SearchTerms): Promise<FoundRow[]> {
    const { familyName, givenNames, birthDate, phone = '' } = terms;
    const whole = familyName !== undefined && givenNames !== undefined && birthDate !== undefined && phone === '';
    const nowhere = { sex: 'NOT_KNOWN', address: '', postcode: '' } as const;
    const likely = await this.matches.directly(whole ? [{ ...askedFor(terms), ...nowhere }] : []);
    const fits = ({ certainty, evidence }: Match) => certainty !== 'POSSIBLE' && evidence.includes('same birth date');
    return peopleAmong(likely.flat().filter(({ match }) => fits(match)).map(({ row }) => row.id)); // prettier-ignore
  }

  private recordFound(personId: string, caseId: string, label: string): void {
    this.audit.record({ action: 'person.found', subject: { kind: 'person', id: personId }, labels: [label] });
    this.audit.record({ action: 'case.found', subject: { kind: 'case', id: caseId }, labels: [label] });
  }
}

/** Each once, by name as far as one page shows. */
function inOrder(rows: readonly FoundRow[]): FoundRow[] {
  const each = [...new Map(rows.map((row) => [row.id, row])).values()];
  const name = (row: FoundRow) => `${row.familyName}\0${row.givenNames}\0${row.birthDate}\0${row.id}`;
  return each.sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** A record as who found it may see it. */
export function foundPerson({ label, ...row }: FoundRow): FoundPersonView {
  return { ...row, party: PARTY[label] };
}
