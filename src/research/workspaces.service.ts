import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { type Asked, findingRow, findingView } from './finding-rows.js';
import { peopleSearched, type PersonRow } from './findings.queries.js';
import { answerProblems, isClosed, NOTHING_FOUND } from './findings.rules.js';
import { RESEARCH } from './research-rules.js';
import { Finding, Workspace } from './research.entity.js';
import type { NewResearch, OwnRequestsView, ResearchView } from './research.dto.js';
import { itemById, type ItemRow, ownRequests, requestTo } from './research.queries.js';
import { formProblems, isOverdue, statusOf } from './research.rules.js';

registerConstraint('workspaces_pkey', { status: 412, code: 'stale', title: 'Somebody else changed this meanwhile.' });

/** An agency's own research on a case: what it found in its records. It stays there; what it shares, it shares on purpose. */
@Injectable()
export class Workspaces {
  private readonly workspaces = new Store(Workspace);
  private readonly findings = new Store(Finding);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
    private readonly maracs: MaracsReader,
  ) {}

  /** What the reader's own agency was asked about the cases of a meeting; none for who speaks for no agency there. */
  async requests(meetingId: string): Promise<OwnRequestsView> {
    const { actor } = tx();
    const rows = await ownRequests(meetingId, actor.agencyId);
    const maracId = rows[0]?.maracId;
    if (!maracId || !actor.may('research:do', maracId)) throw Problem.notFound();
    this.audit.record({ action: 'research.listed', subject: { kind: 'meeting', id: meetingId }, maracId });
    const today = todayIn(TIME_ZONE, present());
    const requests = rows.map((row) => {
      const { maracId: _maracId, itemStatus, meetingStatus, ...shown } = row;
      const overdue = isOverdue(row.status, today, row.dueOn);
      return { ...shown, overdue, closed: isClosed(itemStatus, meetingStatus) };
    });
    return { meetingId, warning: await this.warning(maracId), requests };
  }

  /** The research of the reader's own agency. @throws Problem 404 for a case about which it was not asked */
  async own(agendaItemId: string): Promise<ResearchView> {
    const asked = await this.asked(agendaItemId);
    const workspace = await this.workspaces.byId(asked.request.id);
    this.record('research.read', asked.item);
    return this.view(asked, workspace);
  }

  /** Writes it. `version` 0 begins. @throws Problem 404; 409 `research-closed`; 412 stale; 422 what does not fit together */
  async write(agendaItemId: string, version: number, input: NewResearch): Promise<ResearchView> {
    const asked = await this.open(agendaItemId);
    const { item, request } = asked;
    const today = todayIn(TIME_ZONE, present());
    const form = formOf(input);
    const before = await this.workspaces.lockById(request.id);
    const people = await peopleSearched(item.id, request.id);
    const errors = formProblems(form, today);
    if (errors.length === 0)
      errors.push(...answerProblems(form.status, form.known, people.map((one) => one.known))); // prettier-ignore
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The research was not accepted.', errors);
    await this.freeText.check(item.caseId, textsOf(form));
    if ((before?.version ?? 0) !== version) throw new StaleVersion();
    const status = statusOf(form.status, before?.status ?? 'NOT_STARTED', today, request.dueOn);
    if (status === 'NOT_STARTED') throw new Error('an answer is never that research was not begun');
    const written: Workspace = { ...this.whose(asked), ...form, status, version: version || 1 };
    if (before) await this.workspaces.update(written);
    else this.workspaces.insert(written);
    if (status === 'NOT_KNOWN_TO_US') await this.nobodyKnown(asked, people);
    this.record('research.written', item, status);
    await tx().settle();
    return this.view(asked, written);
  }

  /** What the actor's agency was asked about a case, while it may be answered. @throws Problem 404; 403; 409 `research-closed` */
  async open(agendaItemId: string): Promise<Asked> {
    const asked = await this.asked(agendaItemId);
    const { status, meetingStatus } = asked.item;
    if (isClosed(status, meetingStatus))
      throw Problem.conflict('research-closed', 'The case was heard or put off, or the meeting is over.');
    return asked;
  }

  /** The search has begun, unless it had before. */
  async begin(asked: Asked): Promise<void> {
    if (asked.request.status !== 'NOT_STARTED') return;
    const form = formOf({ status: 'IN_PROGRESS' });
    this.workspaces.insert({ ...this.whose(asked), ...form, version: 1 });
  }

  record(action: string, { caseId, maracId }: ItemRow, code?: string): void {
    this.audit.record({ action, subject: { kind: 'case', id: caseId }, maracId, purpose: 'prepare-meeting', code });
  }

  /** The answer is that nobody is known: it is said of each, so that nobody reads a blank as an answer. */
  private async nobodyKnown(asked: Asked, people: readonly PersonRow[]): Promise<void> {
    for (const person of people.filter(({ known }) => known === 'NOT_YET_SEARCHED')) {
      const { proposedActions } = person;
      const found = { ...NOTHING_FOUND, proposedActions, known: 'NOT_KNOWN' } as const;
      const row = findingRow(asked, person, found, tx().actor.id);
      if (person.findingId) await this.findings.update(row);
      else this.findings.insert(row);
    }
  }

  private async asked(agendaItemId: string): Promise<Asked> {
    const item = await itemById(agendaItemId);
    const { actor } = tx();
    const request = item && (await requestTo(agendaItemId, actor.agencyId));
    if (!item || !request) throw Problem.notFound();
    if (!actor.may('research:do', item.maracId)) throw Problem.notAllowed();
    await this.access.open(item.caseId, 'prepare-meeting');
    return { item, request };
  }

  private whose({ item: { caseId, maracId }, request }: Asked) {
    return { id: request.id, caseId, maracId, agencyId: request.agencyId, writtenBy: tx().actor.id };
  }

  private async warning(maracId: string): Promise<string> {
    return (await this.maracs.rules(maracId, RESEARCH, todayIn(TIME_ZONE, present()))).rules.warning;
  }

  private async view({ item, request }: Asked, workspace: Workspace | undefined): Promise<ResearchView> {
    const { agencyId, dueOn } = request;
    const warning = await this.warning(item.maracId);
    const people = (await peopleSearched(item.id, request.id)).map(findingView);
    const about = { warning, agendaItemId: item.id, caseId: item.caseId, agencyId, dueOn, people };
    if (!workspace) {
      const blank = formOf({ status: 'IN_PROGRESS' });
      return { ...about, ...blank, status: 'NOT_STARTED', warnings: [], version: 0 };
    }
    const { id: _, maracId: _maracId, writtenBy: _by, ...written } = workspace;
    return { ...about, ...written, warnings: written.victimContacted ? ['VICTIM_CONTACTED'] : [] };
  }
}

/** Everybody who represents the agency reads them, also those who must not know where the victim is. */
const textsOf = (form: ReturnType<typeof formOf>) => ({
  '/currentInvolvement': form.currentInvolvement,
  '/facts': form.facts,
  '/professionalOpinion': form.professionalOpinion,
  '/actionsTaken': form.actionsTaken,
  '/proposedActions': form.proposedActions,
  '/withheld': form.withheld,
  '/withheldBecause': form.withheldBecause,
  ...Object.fromEntries(form.systemsSearched.map((system, i) => [`/systemsSearched/${i}`, system])),
});

/** The form with what was not given in its place. */
function formOf(input: NewResearch) {
  return {
    status: input.status,
    systemsSearched: input.systemsSearched ?? [],
    searchedFrom: input.searchedFrom ?? null,
    searchedTo: input.searchedTo ?? null,
    known: input.known ?? null,
    lastContactOn: input.lastContactOn ?? null,
    currentInvolvement: input.currentInvolvement ?? '',
    facts: input.facts ?? '',
    professionalOpinion: input.professionalOpinion ?? '',
    actionsTaken: input.actionsTaken ?? '',
    proposedActions: input.proposedActions ?? '',
    withheld: input.withheld ?? '',
    withheldBecause: input.withheldBecause ?? '',
    victimContacted: input.victimContacted ?? false,
  };
}
