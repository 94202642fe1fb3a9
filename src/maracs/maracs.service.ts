import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import type { AgencyKind } from './agency-kinds.rules.js';
import { Agency, Marac, Member, type Nation, RuleVersion } from './marac.entity.js';
import type { AgencyView, MaracView, NewAgency, NewMarac, NewRules, RulesView } from './maracs.dto.js';
import { agencyCalled, allAgencies, allMaracs, ruleVersions } from './maracs.queries.js';
import { checkedSections, ruleDefaults } from './rule-section.rules.js';

/** Local civil time of every MARAC in the United Kingdom. */
export const TIME_ZONE = 'Europe/London';

registerConstraint('agency_name_is_taken', {
  status: 409,
  code: 'agency-name-taken',
  title: 'Another agency has this name.',
  pointer: '/name',
});
registerConstraint('rules_version_is_taken', {
  status: 412,
  code: 'stale',
  title: 'The rules were changed by somebody else.',
});
registerConstraint('marac_code_is_taken', {
  status: 409,
  code: 'marac-code-taken',
  title: 'Another MARAC has this code.',
  pointer: '/code',
});

@Injectable()
export class MaracsService {
  private readonly maracs = new Store(Marac);
  private readonly agencies = new Store(Agency);
  private readonly members = new Store(Member);
  private readonly rules = new Store(RuleVersion);

  constructor(private readonly audit: Audit) {}

  /** MARACs in which the actor holds any role. */
  async list(): Promise<MaracView[]> {
    const scopes = tx().actor.scopesOf('maracs:read');
    return (await allMaracs()).filter((marac) => scopes === null || scopes.includes(marac.id));
  }

  async byId(maracId: string): Promise<MaracView> {
    const marac = tx().actor.may('maracs:read', maracId) ? await this.maracs.byId(maracId) : undefined;
    if (!marac) throw Problem.notFound();
    return marac;
  }

  async listAgencies(): Promise<AgencyView[]> {
    return allAgencies();
  }

  /** Adds an agency to the deployment and to one MARAC. */
  async addAgency(input: NewAgency): Promise<AgencyView> {
    if (!tx().actor.may('agencies:manage', input.maracId)) throw Problem.notAllowed();
    if (!(await this.maracs.byId(input.maracId))) throw Problem.at('/maracId', 'unknown', 'There is no such MARAC.');
    const { id, name, kind } = await this.join(input.maracId, input.name, input.kind);
    return { id, name, kind };
  }

  /** @internal also the way the sample partnership is set up */
  async join(maracId: string, name: string, kind: AgencyKind): Promise<Agency> {
    const agency: Agency = { id: newId(), name, kind, version: 1 };
    this.agencies.insert(agency);
    this.joinExisting(maracId, agency.id);
    this.audit.record({ action: 'agency.added', subject: { kind: 'agency', id: agency.id }, maracId });
    await tx().settle();
    return agency;
  }

  joinExisting(maracId: string, agencyId: string): void {
    this.members.insert({ id: newId(), maracId, agencyId });
  }

  /** Id of the agency of that name, which need not belong to a MARAC yet; made when there is none. */
  async agencyCalled(name: string, kind: AgencyKind): Promise<string> {
    const found = await agencyCalled(name);
    if (found) return found.id;
    const id = newId();
    this.agencies.insert({ id, name, kind, version: 1 });
    this.audit.record({ action: 'agency.added', subject: { kind: 'agency', id } });
    return id;
  }

  /** Founds an area, as somebody who administers all of them. @throws Problem 403, 409 `marac-code-taken` */
  async foundArea({ code, name, nation }: NewMarac): Promise<MaracView> {
    if (tx().actor.scopesOf('maracs:found') !== null) throw Problem.notAllowed();
    const marac = this.found(code, name, nation);
    await tx().settle();
    return marac;
  }

  /** A new area. */
  found(code: string, name: string, nation: Nation = 'england-and-wales'): Marac {
    const marac: Marac = { id: newId(), code, name, nation };
    this.maracs.insert(marac);
    this.audit.record({ action: 'marac.founded', subject: { kind: 'marac', id: marac.id }, maracId: marac.id });
    return marac;
  }

  async rulesInForce(maracId: string): Promise<RulesView> {
    await this.byId(maracId);
    const versions = await ruleVersions(maracId);
    const found = versions.find((version) => version.effectiveFrom <= todayIn(TIME_ZONE, new Date()));
    const sections = { ...ruleDefaults(), ...found?.sections };
    return {
      version: latestOf(versions),
      inForce: found?.version ?? 0,
      effectiveFrom: found?.effectiveFrom ?? null,
      sections,
    };
  }

  /** Decides new rules. `expected` is the latest version the decider has seen. @throws Problem 412 when another came between */
  async changeRules(maracId: string, expected: number, input: NewRules): Promise<RulesView> {
    await this.byId(maracId);
    const { actor } = tx();
    if (!actor.may('rules:change', maracId)) throw Problem.notAllowed();
    const latest = latestOf(await ruleVersions(maracId));
    if (latest !== expected) throw new Problem(412, 'stale', 'The rules were changed by somebody else.');
    if (input.effectiveFrom < todayIn(TIME_ZONE, new Date())) {
      throw Problem.at('/effectiveFrom', 'in-the-past', 'Rules count from today or a later day.');
    }
    const version = latest + 1;
    const { effectiveFrom, reason } = input;
    this.rules.insert({
      id: newId(),
      maracId,
      version,
      effectiveFrom,
      sections: checkedSections(input.sections),
      reason,
      decidedBy: actor.id,
    });
    this.audit.record({
      action: 'rules.changed',
      subject: { kind: 'marac', id: maracId },
      maracId,
      code: `v${version}`,
    });
    await tx().settle();
    return this.rulesInForce(maracId);
  }
}

function latestOf(versions: readonly { version: number }[]): number {
  return Math.max(0, ...versions.map(({ version }) => version));
}
