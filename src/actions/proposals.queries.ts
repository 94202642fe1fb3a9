import { tx } from '../platform/db/transaction.js';
import type { ProposalView } from './lifecycle.dto.js';
import type { ProposalStatus } from './proposal.rules.js';

const PROPOSAL = `
  select p.id, p.case_id as "caseId", p.marac_id as "maracId", p.catalogue_code as "catalogueCode", p.text,
         p.risk_addressed as "riskAddressed", p.target, p.agency_id as "ownerAgencyId", o.name as "ownerAgency", p.post as "ownerPost",
         p.due_on as "dueOn", p.because, p.status, p.action_id as "actionId", p.answer, coalesce(u.name, p.proposed_by) as "proposedBy",
         b.name as "byAgency", p.proposed_at as "proposedAt", p.version
    from actions.proposals p
    join maracs.agencies o on o.id = p.agency_id
    join maracs.agencies b on b.id = p.by_agency_id
    left join identity.users u on u.id = substring(p.proposed_by from '^user:(.{36})$')::uuid`;

export type ProposalRow = Omit<ProposalView, 'proposedAt'> & { proposedAt: Date; maracId: string };

export async function proposalById(id: string): Promise<ProposalRow | undefined> {
  return tx().one<ProposalRow>(`${PROPOSAL} where p.id = $1`, [id]);
}

/** Proposals on a case, as far as the reader sees them: the open ones first. */
export async function proposalsOf(caseId: string): Promise<ProposalRow[]> {
  return tx().query<ProposalRow>(
    `${PROPOSAL} where p.case_id = $1 order by p.status = 'PROPOSED' desc, p.id desc limit 200`,
    [caseId],
  );
}

export interface ProposalAnswer {
  status: Exclude<ProposalStatus, 'PROPOSED'>;
  actionId: string | null;
  answer: string;
  by: string;
}

/** True when it waited for an answer, in this version if one is named. */
export async function answerProposal(
  id: string,
  version: number | null,
  { status, actionId, answer, by }: ProposalAnswer,
): Promise<boolean> {
  const changed = await tx().change(
    `update actions.proposals set status = $3, action_id = $4, answer = $5, answered_by = $6, answered_at = now(), version = version + 1
      where id = $1 and status = 'PROPOSED' and ($2::int is null or version = $2)`,
    [id, version, status, actionId, answer, by],
  );
  return changed === 1;
}
