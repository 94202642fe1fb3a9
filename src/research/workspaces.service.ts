import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Workspace } from './research.entity.js';
import type { NewResearch, ResearchView } from './research.dto.js';
import { itemById, type ItemRow, type RequestRow, requestTo } from './research.queries.js';
import { formProblems, statusOf } from './research.rules.js';

registerConstraint('workspaces_pkey', { status: 412, code: 'stale', title: 'Somebody else changed this meanwhile.' });

/** An agency's own research on a case: what it found in its records. It stays there; what it shares, it shares on purpose. */
@Injectable()
export class Workspaces {
  private readonly workspaces = new Store(Workspace);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
  ) {}

  /** The research of the reader's own agency. @throws Problem 404 for a case about which it was not asked */
  async own(agendaItemId: string): Promise<ResearchView> {
    const { item, request } = await this.asked(agendaItemId);
    const workspace = await this.workspaces.byId(request.id);
    this.record('research.read', item);
    return view(item, request, workspace);
  }

  /** Writes it. `version` 0 begins. @throws Problem 404; 412 stale; 422 what does not fit together */
  async write(agendaItemId: string, version: number, input: NewResearch): Promise<ResearchView> {
    const { item, request } = await this.asked(agendaItemId);
    const today = todayIn(TIME_ZONE, present());
    const form = formOf(input);
    const errors = formProblems(form, today);
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The research was not accepted.', errors);
    await this.freeText.check(item.caseId, textsOf(form));
    const before = await this.workspaces.lockById(request.id);
    if ((before?.version ?? 0) !== version) throw new StaleVersion();
    const status = statusOf(form.status, before?.status ?? 'NOT_STARTED', today, request.dueOn);
    if (status === 'NOT_STARTED') throw new Error('an answer is never that research was not begun');
    const { caseId, maracId } = item;
    const whole = { id: request.id, caseId, maracId, agencyId: request.agencyId, writtenBy: tx().actor.id };
    const written: Workspace = { ...whole, ...form, status, version: version || 1 };
    if (before) await this.workspaces.update(written);
    else this.workspaces.insert(written);
    this.record('research.written', item, status);
    await tx().settle();
    return view(item, request, written);
  }

  private async asked(agendaItemId: string): Promise<{ item: ItemRow; request: RequestRow }> {
    const item = await itemById(agendaItemId);
    const { actor } = tx();
    const request = item && (await requestTo(agendaItemId, actor.agencyId));
    if (!item || !request) throw Problem.notFound();
    if (!actor.may('research:do', item.maracId)) throw Problem.notAllowed();
    await this.access.open(item.caseId, 'prepare-meeting');
    return { item, request };
  }

  private record(action: string, { caseId, maracId }: ItemRow, code?: string): void {
    this.audit.record({ action, subject: { kind: 'case', id: caseId }, maracId, purpose: 'prepare-meeting', code });
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

function view(item: ItemRow, { agencyId, dueOn }: RequestRow, workspace: Workspace | undefined): ResearchView {
  const about = { agendaItemId: item.id, caseId: item.caseId, agencyId, dueOn };
  if (!workspace) {
    const blank = formOf({ status: 'IN_PROGRESS' });
    return { ...about, ...blank, status: 'NOT_STARTED', warnings: [], version: 0 };
  }
  const { id: _, maracId: _maracId, writtenBy: _by, ...written } = workspace;
  return { ...about, ...written, warnings: written.victimContacted ? ['VICTIM_CONTACTED'] : [] };
}
