import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { Snippet } from './research.entity.js';
import { itemById, type ItemRow } from './research.queries.js';
import type { NewSnippet, SharedInformationView, SnippetView } from './shared-information.dto.js';
import { readerAt, snippetsOf, withdrawSnippet } from './shared-information.queries.js';
import { snippetProblems, waitsFor } from './shared-information.rules.js';

/** Whom a snippet is about, and from which part of an agency's search it was taken. */
type Source = Pick<Snippet, 'personId' | 'fromPart'>;
const WRITTEN_AS_SUCH: Source = { personId: null, fromPart: null };

/** What agencies tell a meeting about a case, on purpose, each under its own name. */
@Injectable()
export class SharedInformation {
  private readonly snippets = new Store(Snippet);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
  ) {}

  /** Shares something in the name of one's own agency. @throws Problem 404; 403; 409 `not-listed`; 422 */
  async share(agendaItemId: string, input: NewSnippet, from: Source = WRITTEN_AS_SUCH): Promise<SnippetView> {
    const item = await this.item(agendaItemId, 'information:share');
    const { actor } = tx();
    if (item.status === 'WITHDRAWN') throw Problem.conflict('not-listed', 'The case left the list of this meeting.');
    const { text, nature, purpose, marking = 'OFFICIAL_SENSITIVE', label = 'INTELLIGENCE' } = input;
    const caveats = [...new Set(input.caveats ?? [])];
    const errors = snippetProblems(caveats, label);
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'This cannot be shared as it is.', errors);
    const { meetingId, caseId, maracId } = item;
    await this.freeText.check(caseId, { [from.fromPart ? '/excerpt' : '/text']: text, '/purpose': purpose });
    const id = newId();
    const by = { agencyId: actor.agencyId!, givenBy: actor.id };
    const what = { text, nature, purpose, marking, caveats, label };
    this.snippets.insert({ id, agendaItemId, meetingId, caseId, maracId, ...by, ...what, ...from });
    this.record('information.shared', item, [label]);
    await tx().settle();
    return this.one(agendaItemId, id);
  }

  /** What was shared about a case, as far as the reader may know it now, and what the rest waits for. @throws Problem 404; 403 */
  async list(agendaItemId: string): Promise<SharedInformationView> {
    const item = await this.item(agendaItemId, 'information:read');
    const reader = await readerAt(item.meetingId, item.maracId);
    const items = (await snippetsOf(agendaItemId)).map((snippet) => shown(snippet, reader.stands));
    this.record('information.read', item, [...new Set(items.map(({ label }) => label))]);
    return { agendaItemId, waitsFor: waitsFor(reader), items };
  }

  /** The giver takes it back. It stays in the record, with the reason. @throws Problem 404; 403; 409 `already-withdrawn`; 422 */
  async withdraw(id: string, reason: string): Promise<SnippetView> {
    const snippet = await this.snippets.byId(id);
    if (!snippet) throw Problem.notFound();
    const item = await this.item(snippet.agendaItemId, 'information:share');
    const { actor } = tx();
    if (snippet.agencyId !== actor.agencyId) throw Problem.notAllowed();
    await this.freeText.check(item.caseId, { '/reason': reason });
    if ((await withdrawSnippet(id, actor.id, reason)) === 0)
      throw Problem.conflict('already-withdrawn', 'This was taken back before.');
    this.record('information.withdrawn', item, [snippet.label]);
    return this.one(item.id, id);
  }

  private async item(agendaItemId: string, permission: 'information:share' | 'information:read'): Promise<ItemRow> {
    const item = await itemById(agendaItemId);
    if (!item) throw Problem.notFound();
    if (!tx().actor.may(permission, item.maracId)) throw Problem.notAllowed();
    await this.access.open(item.caseId, 'prepare-meeting');
    return item;
  }

  private async one(agendaItemId: string, id: string): Promise<SnippetView> {
    const view = (await snippetsOf(agendaItemId)).find((snippet) => snippet.id === id);
    if (!view) throw new Error('the information just written is not there');
    return view;
  }

  private record(action: string, { caseId, maracId }: ItemRow, labels: string[]): void {
    this.audit.record({ action, subject: { kind: 'case', id: caseId }, maracId, purpose: 'prepare-meeting', labels });
  }
}

/** What was taken back is still there for the giver and for those who oversee the meeting; others see that it was. */
function shown(snippet: SnippetView, stands: boolean): SnippetView {
  const keeps = stands || snippet.agencyId === tx().actor.agencyId;
  return snippet.withdrawnAt && !keeps ? { ...snippet, text: null } : snippet;
}
