import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import type { AccessView } from './access.dto.js';
import { Access } from './access.service.js';
import { rolesIn } from './consents.queries.js';
import { explainAccess, type GrantFacts } from './explain.rules.js';
import { grantView } from './grant-view.rules.js';
import { type GrantRow, grantsOf } from './grants.queries.js';
import type { Label } from './labels.js';
import { signaturesBy } from './protocols.queries.js';
import { endsOn, lasting, signatureState } from './signature.rules.js';

/** Why a reader can see a case. */
@Injectable()
export class Explain {
  constructor(
    private readonly cases: Access,
    private readonly maracs: MaracsReader,
  ) {}

  async access(caseId: string): Promise<AccessView> {
    const open = await this.cases.open(caseId, 'explain-access');
    const { actor } = tx();
    const agency = actor.agencyId ? await this.maracs.agency(actor.agencyId) : undefined;
    if (!agency) throw Problem.notFound();
    const roles = await rolesIn(actor.id, open.maracId);
    const live = (await grantsOf(caseId)).filter(({ state }) => state === 'LIVE');
    const mine = live.filter(({ granteeId }) => granteeId === actor.id || granteeId === agency.id);
    const signature = await this.signature(open.maracId, agency.id);
    const { labels } = open;
    const facts = { roles, agency: agency.name, signature, labels, why: (label: Label) => open.why(label) };
    return {
      caseId,
      ref: open.ref,
      roles,
      agency: agency.name,
      signature,
      ...explainAccess({ ...facts, grants: mine.map((row) => inFacts(row, actor.id)) }),
      labels,
      grants: live.map((row) => grantView(row, open.shows('LOCATION_SAFE'))),
    };
  }

  /** The signature by which the agency takes part today: of those that count, the one that lasts longest. */
  private async signature(maracId: string, agencyId: string) {
    const today = todayIn(TIME_ZONE, present());
    const all = (await signaturesBy(maracId, agencyId)).map((row) => ({ ...row, ...signatureState(row, today) }));
    const signature = lasting(all.filter(({ state }) => state === 'LIVE'));
    return signature ? { version: signature.version, endsOn: endsOn(signature), daysLeft: signature.daysLeft } : null;
  }
}

function inFacts(row: GrantRow, readerId: string): GrantFacts {
  const { purpose, reason, decidedBy, lawfulBasis, endsAt } = row;
  return {
    grantee: row.granteeId === readerId ? 'you' : row.grantee,
    purpose,
    reason,
    decidedBy,
    lawfulBasis,
    until: endsAt,
  };
}
