import { tx } from '../platform/db/transaction.js';
import type { SignatureFacts } from './signature.rules.js';

export interface ProtocolRow {
  id: string;
  maracId: string;
  version: number;
  title: string;
  inForceFrom: string;
  signableUntil: string | null;
  publishedAt: Date;
}

const PROTOCOL = `p.id, p.marac_id as "maracId", p.version, p.title, p.in_force_from as "inForceFrom", p.signable_until as "signableUntil",
  p.published_at as "publishedAt"`;

/** Versions of a MARAC's protocol, newest first. */
export async function protocolsOf(maracId: string): Promise<ProtocolRow[]> {
  return tx().query<ProtocolRow>(
    `select ${PROTOCOL} from access.protocols p where p.marac_id = $1 order by p.version desc`,
    [maracId],
  );
}

export async function protocolById(id: string): Promise<ProtocolRow | undefined> {
  return tx().one<ProtocolRow>(`select ${PROTOCOL} from access.protocols p where p.id = $1`, [id]);
}

/** Signatures of earlier versions count until `day` at the latest, though never less than for the day their version came into force. */
export function endEarlierVersions(maracId: string, version: number, day: string): void {
  tx().afterInserts(
    `update access.protocols set signable_until = greatest($3::date, in_force_from)
      where marac_id = $1 and version < $2 and (signable_until is null or signable_until > $3)`,
    [maracId, version, day],
  );
}

export interface SignatureRow extends SignatureFacts {
  id: string;
  protocolId: string;
  maracId: string;
  agencyId: string;
  agency: string;
  version: number;
  signatory: string;
  withdrawnAt: Date | null;
  withdrawnBecause: string | null;
}

const SIGNATURE_SELECT = `
  select s.id, p.id as "protocolId", s.marac_id as "maracId", s.agency_id as "agencyId", a.name as agency, s.version, s.signatory,
         s.signed_on as "signedOn", s.review_due as "reviewDue", s.withdrawn_at is not null as withdrawn, s.withdrawn_at as "withdrawnAt",
         s.withdrawn_because as "withdrawnBecause", p.signable_until as "signableUntil"`;
const SIGNATURE_FROM = `
    from access.signatures s
    join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
    join maracs.agencies a on a.id = s.agency_id`;
const SIGNATURE = `${SIGNATURE_SELECT} ${SIGNATURE_FROM}`;

/** Signatures of one version, by agency, newest first. */
export async function signaturesOf({ maracId, version }: ProtocolRow): Promise<SignatureRow[]> {
  return tx().query<SignatureRow>(
    `${SIGNATURE} where s.marac_id = $1 and s.version = $2 order by a.name, s.signed_on desc, s.id desc`,
    [maracId, version],
  );
}

export async function signatureById(id: string): Promise<SignatureRow | undefined> {
  return tx().one<SignatureRow>(`${SIGNATURE} where s.id = $1`, [id]);
}

/** All signatures of an agency in a MARAC, newest first. */
export async function signaturesBy(maracId: string, agencyId: string): Promise<SignatureRow[]> {
  return tx().query<SignatureRow>(
    `${SIGNATURE} where s.marac_id = $1 and s.agency_id = $2 order by s.signed_on desc, s.id desc`,
    [maracId, agencyId],
  );
}

/** All signatures of a MARAC's agencies, newest first. */
export async function signaturesIn(maracId: string): Promise<SignatureRow[]> {
  return tx().query<SignatureRow>(`${SIGNATURE} where s.marac_id = $1 order by s.signed_on desc, s.id desc`, [maracId]);
}

/** Signatures of one agency of a MARAC, of all its agencies or (null, null) of all MARACs. For the system. */
export async function signatureIds(maracId: string | null, agencyId: string | null): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select s.id from access.signatures s
      where ($1::uuid is null or s.marac_id = $1) and ($2::uuid is null or s.agency_id = $2) order by s.id`,
    [maracId, agencyId],
  );
  return rows.map(({ id }) => id);
}

/** For the system. */
export async function lockSignature(id: string): Promise<(SignatureRow & { recordedAt: Date }) | undefined> {
  return tx().one<SignatureRow & { recordedAt: Date }>(
    `${SIGNATURE_SELECT}, s.recorded_at as "recordedAt" ${SIGNATURE_FROM} where s.id = $1 for no key update of s`,
    [id],
  );
}

/** Whether an agency is a member of the MARAC still. */
export async function stillTakesPart(maracId: string, agencyId: string): Promise<boolean> {
  const row = await tx().one<{ takes: boolean }>(
    `select exists (select from maracs.members m where m.marac_id = $1 and m.agency_id = $2 and m.left_on is null) as takes`,
    [maracId, agencyId],
  );
  return row!.takes;
}

/** Ends every signature of an agency that is not withdrawn yet. */
export async function withdrawSignatures(
  { maracId, agencyId }: { maracId: string; agencyId: string },
  by: string,
  because: string,
): Promise<void> {
  await tx().change(
    `update access.signatures set withdrawn_at = now(), withdrawn_by = $3, withdrawn_because = $4
      where marac_id = $1 and agency_id = $2 and withdrawn_at is null`,
    [maracId, agencyId, by, because],
  );
}
