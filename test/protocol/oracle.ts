import { type Label, LABELS } from '../../src/access/labels.js';
import type { Facts } from './facts.js';

/** Why somebody may or may not see one kind of information on one case. */
export type Reason =
  | 'STANDING' | 'SHARED' | 'BROUGHT' | 'DEACTIVATED' | 'EXCLUDED' | 'NO_ROLE_THERE' | 'SIGNATURE_LAPSED' | 'SECOND_FACTOR_NEEDED'
  | 'NOT_SHARED' | 'OTHER_KINDS_SHARED' | 'NOT_YET' | 'ENDED' | 'REVOKED'; // prettier-ignore

export interface Decision {
  shown: boolean;
  reason: Reason;
}

/**
 * The protocol told once more, as naively as can be: it goes through every list for every question and knows nothing of SQL,
 * arrays of facts or indexes. What it decides must be what the database decides.
 */
export class Oracle {
  constructor(private readonly facts: Facts) {}

  decide(personId: string, caseId: string, label: Label, fresh: boolean): Decision {
    const person = this.person(personId);
    if (person.deactivated) return no('DEACTIVATED');
    if (this.excluded(personId, caseId)) return no('EXCLUDED');
    const decided = this.asMember(personId, caseId, label);
    const brought = !decided.shown && this.brought(personId, caseId).some((grant) => grant.labels.includes(label));
    if (!decided.shown && !brought) return decided;
    if (label === 'LOCATION_SAFE' && !fresh) return no('SECOND_FACTOR_NEEDED');
    return brought ? { shown: true, reason: 'BROUGHT' } : decided;
  }

  /** What somebody sees as a member of the MARAC: by standing there, or by what was shared. */
  private asMember(personId: string, caseId: string, label: Label): Decision {
    const person = this.person(personId);
    const maracId = this.maracOf(caseId);
    const rolesThere = person.roles.filter((held) => held.maracId === maracId).map((held) => held.role);
    if (rolesThere.length === 0 && !person.roles.some((held) => held.maracId === null)) return no('NO_ROLE_THERE');
    if (!this.signed(person.agencyId, maracId)) return no('SIGNATURE_LAPSED');
    const byStanding = label === 'LOCATION_SAFE' ? ['COORDINATOR'] : ['COORDINATOR', 'CHAIR'];
    const stands = rolesThere.some((role) => byStanding.includes(role));
    const sharing = stands ? 'SHARED' : this.sharing(personId, caseId, label);
    if (sharing !== 'SHARED') return no(sharing);
    return { shown: true, reason: stands ? 'STANDING' : 'SHARED' };
  }

  /** What came to somebody by an accepted transfer to a MARAC that they coordinate to this day. */
  private brought(personId: string, caseId: string): Facts['grants'] {
    const { agencyId, roles } = this.person(personId);
    return this.facts.grants.filter((grant) => {
      const { transfer } = grant;
      if (grant.caseId !== caseId || grant.granteeId !== personId || !live(grant)) return false;
      if (transfer?.status !== 'ACCEPTED' || !this.signed(agencyId, transfer.toMaracId)) return false;
      return roles.some(({ role, maracId }) => role === 'COORDINATOR' && maracId === transfer.toMaracId);
    });
  }

  /** Kinds of information shared on a case the person can find; undefined when they cannot. Freshness is asked when shown. */
  labels(personId: string, caseId: string): Label[] | undefined {
    if (!this.decide(personId, caseId, 'IDENTITY', true).shown) return undefined;
    return LABELS.filter((label) => this.decide(personId, caseId, label, true).shown).sort();
  }

  /** Standing, or a live sharing decision that lets it be taken away. */
  exportable(personId: string, caseId: string): boolean {
    const { reason } = this.decide(personId, caseId, 'IDENTITY', true);
    if (reason === 'STANDING') return true;
    const given = reason === 'BROUGHT' ? this.brought(personId, caseId) : this.grantsTo(personId, caseId);
    return given.some((grant) => live(grant) && grant.exportable);
  }

  /** Somebody may add a row of this kind to the case. */
  mayAdd(personId: string, caseId: string, label: Label): boolean {
    const { shown, reason } = this.decide(personId, caseId, label, true);
    if (shown && reason !== 'BROUGHT') return true;
    // who hears where a victim is safe may say so, though a chair is not told it back
    return label === 'LOCATION_SAFE' && this.decide(personId, caseId, 'IDENTITY', true).reason === 'STANDING';
  }

  /** It came by a transfer, and is not theirs otherwise: there is no list of the case's own MARAC on which it stands for them. */
  isBrought(personId: string, caseId: string): boolean {
    return this.decide(personId, caseId, 'IDENTITY', true).reason === 'BROUGHT';
  }

  /** Somebody oversees the case: may read and write its sharing decisions and see who is shut out. */
  oversees(personId: string, caseId: string): boolean {
    return this.decide(personId, caseId, 'IDENTITY', false).reason === 'STANDING';
  }

  /**
   * A sharing decision shows to whom it was made, though it has ended, and to who oversees the case; where a case went, to whom it was
   * made and to a coordinator who just proved a second factor.
   */
  seesGrant(personId: string, grantId: string, fresh: boolean): boolean {
    const grant = this.facts.grants.find((each) => each.id === grantId)!;
    const person = this.person(personId);
    if (person.deactivated || this.excluded(personId, grant.caseId)) return false;
    if (grant.granteeId === personId) return true;
    const keeps = this.asMember(personId, grant.caseId, 'LOCATION_SAFE').reason === 'STANDING';
    if (grant.transfer && !(keeps && fresh)) return false;
    if (this.oversees(personId, grant.caseId)) return true;
    return grant.granteeId === person.agencyId && actsFor(person, grant.maracId);
  }

  /** An auditor of the MARAC reads what was done on a case, unless shut out from it. */
  auditsCase(personId: string, caseId: string): boolean {
    const person = this.person(personId);
    if (person.deactivated || this.excluded(personId, caseId)) return false;
    return person.roles.some(
      ({ role, maracId }) => role === 'AUDITOR' && (maracId === null || maracId === this.maracOf(caseId)),
    );
  }

  /** What somebody did outside any MARAC is for auditors of all of them, or of one in which that person holds a role. */
  auditsPerson(personId: string, actorId: string): boolean {
    const person = this.person(personId);
    if (person.deactivated) return false;
    const there = this.person(actorId).roles.map((held) => held.maracId);
    return person.roles.some(
      ({ role, maracId }) => role === 'AUDITOR' && (maracId === null || there.includes(maracId)),
    );
  }

  private sharing(personId: string, caseId: string, label: Label): Reason {
    const made = this.grantsTo(personId, caseId);
    if (made.some((grant) => live(grant) && grant.labels.includes(label))) return 'SHARED';
    if (made.length === 0) return 'NOT_SHARED';
    const ofThisKind = made.filter((grant) => grant.labels.includes(label));
    if (ofThisKind.length === 0) return 'OTHER_KINDS_SHARED';
    if (ofThisKind.every((grant) => grant.revoked)) return 'REVOKED';
    return ofThisKind.some((grant) => !grant.revoked && grant.startsIn > 0) ? 'NOT_YET' : 'ENDED';
  }

  private grantsTo(personId: string, caseId: string): Facts['grants'] {
    const { agencyId } = this.person(personId);
    const acts = actsFor(this.person(personId), this.maracOf(caseId));
    return this.facts.grants.filter(
      ({ caseId: of, granteeId }) => of === caseId && (granteeId === personId || (acts && granteeId === agencyId)),
    );
  }

  private excluded(personId: string, caseId: string): boolean {
    const { agencyId } = this.person(personId);
    for (const each of this.facts.exclusions) {
      if (each.caseId !== caseId || each.lifted) continue;
      if (each.userId === personId) return true;
      if (each.agencyId === agencyId && !each.exceptUserIds.includes(personId)) return true;
    }
    return false;
  }

  private signed(agencyId: string, maracId: string): boolean {
    for (const each of this.facts.signatures) {
      if (each.agencyId !== agencyId || each.maracId !== maracId || each.withdrawn) continue;
      if (each.signedOn > 0 || each.reviewDue < 0) continue;
      const version = this.facts.protocols.find((p) => p.maracId === maracId && p.version === each.version)!;
      if (version.signableUntil === null || version.signableUntil >= 0) return true;
    }
    return false;
  }

  private person(id: string): Facts['people'][number] {
    return this.facts.people.find((each) => each.id === id)!;
  }

  private maracOf(caseId: string): string {
    return this.facts.cases.find((each) => each.id === caseId)!.maracId;
  }
}

const no = (reason: Reason): Decision => ({ shown: false, reason });

function live(grant: Facts['grants'][number]): boolean {
  return !grant.revoked && grant.startsIn <= 0 && (grant.endsIn === null || grant.endsIn > 0);
}

const ACTING = ['COORDINATOR', 'CHAIR', 'AGENCY_REPRESENTATIVE', 'AGENCY_MANAGER', 'IDVA', 'REFERRER'];

/** Somebody acts for their agency in this MARAC, and does not only observe, analyse, audit or administer there. */
function actsFor({ roles }: Facts['people'][number], maracId: string): boolean {
  return roles.some((held) => held.maracId === maracId && ACTING.includes(held.role));
}
