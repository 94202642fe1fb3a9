import { Injectable } from '@nestjs/common';
import { FreeText } from '../persons/free-text.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import type { ResearchFindingView, NewExcerpt, NewFinding } from './findings.dto.js';
import { type Asked, findingRow, findingView } from './finding-rows.js';
import { peopleSearched, type PersonRow } from './findings.queries.js';
import { findingProblems, isTakenFrom, PARTS } from './findings.rules.js';
import { Finding } from './research.entity.js';
import type { SnippetView } from './shared-information.dto.js';
import { SharedInformation } from './shared-information.service.js';
import { Workspaces } from './workspaces.service.js';

registerConstraint('person_is_searched_once', {
  status: 412,
  code: 'stale',
  title: 'Somebody else changed this meanwhile.',
});

/** What an agency found about each person of a case, for itself alone, and what it takes from that to the meeting. */
@Injectable()
export class Findings {
  private readonly findings = new Store(Finding);

  constructor(
    private readonly workspaces: Workspaces,
    private readonly freeText: FreeText,
    private readonly information: SharedInformation,
  ) {}

  /** Writes what was found about one person; `version` 0 begins. @throws Problem 404; 409 `research-closed`; 412 stale; 422 */
  async write(
    agendaItemId: string,
    personId: string,
    version: number,
    input: NewFinding,
  ): Promise<ResearchFindingView> {
    const asked = await this.workspaces.open(agendaItemId);
    const person = await this.person(asked, personId);
    const { known, facts = '', opinion = '', proposedActions = '', withheld = '', withheldBecause = '' } = input;
    const found = { known, facts, opinion, proposedActions, withheld, withheldBecause };
    const errors = findingProblems(found, asked.request.status);
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The finding was not accepted.', errors);
    const { known: _, ...texts } = found;
    const byPlace = Object.entries(texts).map(([field, text]) => [`/${field}`, text]);
    await this.freeText.check(asked.item.caseId, Object.fromEntries(byPlace));
    if (person.version !== version) throw new StaleVersion();
    const written = findingRow(asked, person, found, tx().actor.id);
    if (person.findingId) await this.findings.update(written);
    else this.findings.insert(written);
    await this.workspaces.begin(asked);
    this.workspaces.record('research.person-written', asked.item, known);
    await tx().settle();
    return findingView({ ...person, ...found, version: version + 1 });
  }

  /**
   * Shares part of what was found with the meeting, word for word; the rest stays where it is.
   * @throws Problem 404; 409 `research-closed`; 422 `not-in-the-finding`, and what sharing throws
   */
  async share(agendaItemId: string, personId: string, input: NewExcerpt): Promise<SnippetView> {
    const asked = await this.workspaces.open(agendaItemId);
    const person = await this.person(asked, personId);
    const { part, excerpt, ...how } = input;
    if (!isTakenFrom(excerpt, part, person))
      throw Problem.at('/excerpt', 'not-in-the-finding', 'This does not stand in that part of what you found.');
    const snippet = { text: excerpt, nature: PARTS[part], ...how };
    return this.information.share(agendaItemId, snippet, { personId, fromPart: part });
  }

  private async person({ item, request }: Asked, personId: string): Promise<PersonRow> {
    const person = (await peopleSearched(item.id, request.id)).find((one) => one.personId === personId);
    if (!person) throw Problem.notFound();
    return person;
  }
}
