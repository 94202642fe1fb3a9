import { tx } from '../platform/db/transaction.js';
import type { Label } from '../access/labels.js';
import type { TransferStatus } from './transfer.rules.js';
import type { IncomingView, TransferView } from './transfers.dto.js';

type TransferRow = Omit<TransferView, 'offeredAt' | 'acknowledgedAt' | 'decidedAt' | 'toMaracWithheld' | 'parts'> & {
  offeredAt: Date;
  acknowledgedAt: Date | null;
  decidedAt: Date | null;
};

/** Transfers of a case, newest first. Row-level security leaves out where to for who may not know where the victim is. */
export async function transfersOf(caseId: string): Promise<Omit<TransferView, 'toMaracWithheld' | 'parts'>[]> {
  const rows = await tx().query<TransferRow>(
    `select t.id, t.case_id as "caseId", t.kind, t.reason, t.labels, t.already_heard as "alreadyHeard",
            t.list_circulated as "listCirculated", t.status, t.offered_at as "offeredAt", t.decided_at as "decidedAt",
            t.acknowledged_at as "acknowledgedAt", t.left_on as "leftOn", t.arrived_on as "arrivedOn", t.heard_there_on as "heardThereOn",
            d.to_marac_id as "toMaracId"
       from transfers.transfers t left join transfers.destinations d on d.id = t.id
      where t.case_id = $1 order by t.id desc`,
    [caseId],
  );
  return rows.map((row) => ({
    ...row,
    offeredAt: row.offeredAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  }));
}

type IncomingRow = Omit<IncomingView, 'offeredAt' | 'acknowledgedAt' | 'decidedAt'> & {
  offeredAt: Date;
  acknowledgedAt: Date | null;
  decidedAt: Date | null;
};

const INCOMING = `
  select i.id, i.from_marac_id as "fromMaracId", m.name as "fromMarac", i.status, i.offered_at as "offeredAt", i.decided_at as "decidedAt",
         t.case_id as "caseId", c.ref, t.kind, t.reason, t.already_heard as "alreadyHeard", t.list_circulated as "listCirculated",
         i.acknowledged_at as "acknowledgedAt", i.left_on as "leftOn", i.arrived_on as "arrivedOn", i.new_case_id as "newCaseId",
         i.count_as as "countAs", i.rule_says as "ruleSays", i.because, i.flag_set_on as "flagSetOn", i.flag_expires_on as "flagExpiresOn"
    from transfers.incoming i
    join maracs.maracs m on m.id = i.from_marac_id
    left join transfers.transfers t on t.id = i.id and i.status = 'ACCEPTED' and t.case_id = any (transfers.mine())
    left join access.cases c on c.id = t.case_id
   where (i.new_case_id is null or i.new_case_id <> all (access.excluded()))`;

const asView = (row: IncomingRow): IncomingView => ({
  ...row,
  offeredAt: row.offeredAt.toISOString(),
  acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  decidedAt: row.decidedAt?.toISOString() ?? null,
});

/** Transfers offered to a MARAC but for those left out, newest first. Of the case only what a package shows the reader. */
export async function incomingTo(
  maracId: string,
  leftOut: readonly string[],
  { after, limit }: { after?: string; limit: number },
): Promise<IncomingView[]> {
  const rows = await tx().query<IncomingRow>(
    `${INCOMING} and i.to_marac_id = $1 and i.id <> all ($2::uuid[]) and ($3::uuid is null or i.id < $3) order by i.id desc limit $4`,
    [maracId, leftOut, after ?? null, limit],
  );
  return rows.map(asView);
}

export async function incomingById(id: string): Promise<IncomingView | undefined> {
  const row = await tx().one<IncomingRow>(`${INCOMING} and i.id = $1`, [id]);
  return row && asView(row);
}

/** Cases of which the reader must find nothing. */
export async function shutCases(): Promise<string[]> {
  const row = await tx().one<{ cases: string[] | null }>('select access.excluded() as cases');
  return row?.cases ?? [];
}

/** Transfers of these cases. Needs an elevated unit of work. */
export async function transfersOfCases(caseIds: readonly string[]): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select t.id from transfers.transfers t where t.case_id = any ($1::uuid[])',
    [caseIds],
  );
  return rows.map(({ id }) => id);
}

export interface Offer {
  id: string;
  caseId: string;
  maracId: string;
  ref: string;
  toMaracId: string;
  labels: Label[];
  status: TransferStatus;
}

/** An offer with both its ends, locked. For the system's eyes: needs an elevated unit of work. */
export async function lockOffer(id: string): Promise<Offer | undefined> {
  return tx().one<Offer>(
    `select t.id, t.case_id as "caseId", t.marac_id as "maracId", c.ref, d.to_marac_id as "toMaracId", t.labels, t.status
       from transfers.transfers t join transfers.destinations d on d.id = t.id join access.cases c on c.id = t.case_id where t.id = $1 for update of t`,
    [id],
  );
}

/** A transfer with both its ends. */
export type Concern = Pick<Offer, 'caseId' | 'maracId' | 'toMaracId' | 'status'>;

/** For the system's eyes. */
export async function concernOf(id: string): Promise<Concern | undefined> {
  return tx().one<Concern>(
    `select t.case_id as "caseId", t.marac_id as "maracId", d.to_marac_id as "toMaracId", t.status
       from transfers.transfers t join transfers.destinations d on d.id = t.id where t.id = $1`,
    [id],
  );
}

/** Writes on both its ends that an offer arrived. Needs an elevated unit of work. */
export function acknowledgeOffer(id: string): void {
  for (const statement of ACKNOWLEDGE) tx().write(statement, [id]);
}

const ACKNOWLEDGE = [
  `update transfers.transfers t set status = 'ACKNOWLEDGED', acknowledged_at = now() where t.id = $1`,
  `update transfers.incoming i set status = 'ACKNOWLEDGED', acknowledged_at = now() where i.id = $1`,
];

/** Writes what became of an offer on both its ends. Needs an elevated unit of work. */
export function settleOffer(id: string, status: TransferStatus, by: string, because: string | null): void {
  tx().write('update transfers.transfers t set status = $2, decided_at = now(), decided_because = $3 where t.id = $1', [
    id,
    status,
    because,
  ]);
  tx().write('update transfers.incoming i set status = $2, decided_at = now(), decided_by = $3 where i.id = $1', [
    id,
    status,
    by,
  ]);
}

/** Whether the case was heard at a meeting of this MARAC, and whether a list on which it waits was circulated. */
export async function standing(caseId: string): Promise<{ alreadyHeard: boolean; listCirculated: boolean }> {
  const row = await tx().one<{ alreadyHeard: boolean; listCirculated: boolean }>(
    `select coalesce(bool_or(i.status = 'HEARD'), false) as "alreadyHeard",
            coalesce(bool_or(i.status = 'LISTED' and m.circulated_at is not null), false) as "listCirculated"
       from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id where i.case_id = $1`,
    [caseId],
  );
  return row ?? { alreadyHeard: false, listCirculated: false };
}

/** True when the reader may be told of the case: an exclusion shuts out whoever accepts, too. */
export async function shutOut(caseId: string): Promise<boolean> {
  const row = await tx().one<{ shut: boolean }>('select coalesce($1 = any (access.excluded()), true) as shut', [
    caseId,
  ]);
  return row?.shut ?? true;
}
