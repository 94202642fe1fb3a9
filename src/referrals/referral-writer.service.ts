import { Injectable } from '@nestjs/common';
import { Consents } from '../access/consents.service.js';
import type { OpenCase } from '../access/open-case.js';
import { AssessmentsService, type Scored } from '../assessments/assessments.service.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { LinkProposals } from '../persons/link-proposals.service.js';
import { type Description, type PersonMatch, PersonsService, type Recorded } from '../persons/persons.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { HistoryIndex } from './history-index.js';
import type { EarlierReferral } from './history.queries.js';
import type { PlaceOptions, ReferralInput } from './intake.rules.js';
import { Referral } from './referral.entity.js';
import { concluded, criteria, type Decided, isDuplicate, said, undecided } from './written-referral.rules.js';
import type { Finding } from './repeat-check.service.js';

export interface Written {
  referral: Referral;
  victimRef: string;
  perpetratorRefs: string[];
  /** whether it flags the case: a draft does not, nor does a duplicate */
  counts: boolean;
}

/** What a referral that is written anew says as it did before. */
export interface Staying {
  victim?: Recorded;
  /** by place */
  perpetrators: (Recorded | undefined)[];
  children?: Recorded[];
  relationship: boolean;
  assessment: boolean;
  /** records of this referral: that a new one is like them is nothing to decide */
  superseded: ReadonlySet<string>;
}

const NOBODY: Staying = { perpetrators: [], relationship: false, assessment: false, superseded: new Set() };

interface People {
  victim: Recorded;
  perpetrators: Recorded[];
  children: Recorded[];
}

/** Writes a referral with its people and its assessment. */
@Injectable()
export class ReferralWriter {
  private readonly referrals = new Store(Referral);

  constructor(
    private readonly persons: PersonsService,
    private readonly assessments: AssessmentsService,
    private readonly audit: Audit,
    private readonly consents: Consents,
    private readonly freeText: FreeText,
    private readonly links: LinkProposals,
  ) {}

  /** Checks and scores the assessment, if there is one. @throws Problem 422 below /assessment */
  score(input: ReferralInput): Scored | null {
    return input.assessment ? this.assessments.score(input.assessment, '/assessment') : null;
  }

  /** Free text must not give away where the victim is safe. @throws Problem 422 `protected-address-in-text` */
  checkTexts({ ref, summary, judgement, assessment, victim }: ReferralInput, { sameVictim }: Finding): void {
    const { address, postcode } = victim;
    const raised = assessment?.raisedBecause;
    const texts = { '/ref': ref, '/summary': summary, '/judgement': judgement, '/assessment/raisedBecause': raised };
    const place = victim.protected ? { address, postcode, phone: '' } : undefined;
    this.freeText.checkReferral(texts, { canonicalId: sameVictim?.canonicalId, place });
  }

  write(
    open: OpenCase,
    maracCode: string,
    decided: Decided,
    { as, fingerprint = null, takenUnseen }: PlaceOptions,
  ): Written {
    const { input, scored, found } = decided;
    const { victim, perpetrators, children } = this.recordPeople(open, decided, NOBODY);
    const id = decided.id ?? newId();
    const status = isDuplicate(found, open.maracId) && as !== 'DRAFT' ? 'DUPLICATE' : as;
    const referral: Referral = {
      ...said(input),
      ...concluded(decided, open.maracId),
      ...undecided,
      ...decided.form,
      id,
      caseId: open.caseId,
      maracId: open.maracId,
      ref: input.ref ?? `${maracCode}/${id.slice(-12).toUpperCase()}`,
      refCopy: takenUnseen ? id : null,
      status,
      victimId: victim.id,
      perpetratorIds: perpetrators.map((person) => person.id),
      childIds: children.map((child) => child.id),
      assessmentId: scored ? this.assessments.record(open, victim.id, scored, input.referredOn) : null,
      acceptedOn: status === 'ACCEPTED' ? input.referredOn : null,
      fingerprint,
      createdBy: `${tx().actor.kind}:${tx().actor.id}`,
    };
    this.referrals.insert(referral);
    this.consents.ofReferral(open, input.consent, input.referringAgencyId);
    HistoryIndex.current().add(asHistory(referral, open.ref, victim, perpetrators));
    const subject = { kind: 'referral', id };
    this.audit.record({ action: 'referral.placed', subject, maracId: open.maracId, code: status });
    const perpetratorRefs = perpetrators.map((person) => person.canonicalId);
    const counts = status === 'SUBMITTED' || status === 'ACCEPTED';
    return { referral, victimRef: victim.canonicalId, perpetratorRefs, counts };
  }

  /**
   * Writes down what a referrer completed or put right. Who is described otherwise becomes a new record, as a record never changes
   * whom it is of; what was recorded before stays with the case. The case stays too: what the check finds now is told, and moves nothing.
   */
  amend(open: OpenCase, before: Referral, decided: Decided, stays: Staying): Written {
    const { input, scored } = decided;
    const { victim, perpetrators, children } = this.recordPeople(open, decided, stays);
    const assessed = stays.assessment
      ? before.assessmentId
      : scored && this.assessments.record(open, victim.id, scored, input.referredOn);
    const referral: Referral = {
      ...before,
      ...said(input),
      ...concluded(decided, open.maracId),
      ...decided.form,
      ref: input.ref ?? before.ref,
      victimId: victim.id,
      perpetratorIds: perpetrators.map((person) => person.id),
      childIds: children.map((child) => child.id),
      assessmentId: assessed,
      signedOffBy: null,
      signedOffAt: null,
    };
    if (input.consent !== before.consent) this.consents.ofReferral(open, input.consent, input.referringAgencyId);
    const perpetratorRefs = perpetrators.map((person) => person.canonicalId);
    return { referral, victimRef: victim.canonicalId, perpetratorRefs, counts: false };
  }

  /** Its people, each as a record of their own, what the first perpetrator is to the victim, and who waits to be recognised. */
  private recordPeople(open: OpenCase, { input, found, childMatches = [] }: Decided, stays: Staying): People {
    const newly = (given: Description, place: number): Recorded => {
      const recorded = this.persons.record(open, given, place ? found.samePerpetrators[place - 1] : found.sameVictim);
      const others = (found.proposed[place] ?? []).filter(({ personId }) => !stays.superseded.has(personId));
      this.links.note(open, recorded.id, others);
      return recorded;
    };
    const victim = stays.victim ?? newly(input.victim, 0);
    const perpetrators = input.perpetrators.map((person, i) => stays.perpetrators[i] ?? newly(person, i + 1));
    const { relationship: kind } = input;
    const [first] = perpetrators;
    const ends = first && { personId: first.id, otherId: victim.id };
    if (ends && kind !== '' && !stays.relationship)
      this.persons.relate(open, { ...ends, label: 'PERPETRATOR', kind, parentalResponsibility: 'NOT_KNOWN' });
    if (stays.children) return { victim, perpetrators, children: stays.children };
    const children = (input.childrenKnown ?? []).map((child, i) => {
      const recorded = this.persons.record(open, child);
      this.links.note(open, recorded.id, childMatches[i] ?? []);
      for (const { to, ...related } of child.relationships)
        this.persons.relate(open, { ...related, personId: recorded.id, otherId: (to === 'VICTIM' ? victim : perpetrators[to]!).id, label: 'CHILD' }); // prettier-ignore
      return recorded;
    });
    return { victim, perpetrators, children };
  }

  /**
   * Earlier records that may be of the children, the surest first. However sure, a person decides: twins share a birth date and a home,
   * and often half a name. Sees every MARAC, as matching does.
   */
  async recogniseChildren({ childrenKnown = [] }: ReferralInput): Promise<PersonMatch[][]> {
    if (childrenKnown.length === 0) return [];
    const matches = await this.persons.matches(childrenKnown);
    return matches.map((ofOne) => this.links.toDecide(ofOne));
  }

  /** Criteria that a referral meets in the light of what was found. */
  criteria(decided: Decided): string[] {
    return criteria(decided);
  }
}

/** The referral as the next one in the same unit of work will find it. */
function asHistory(
  referral: Referral,
  caseRef: string,
  victim: Recorded,
  perpetrators: readonly Recorded[],
): EarlierReferral {
  const { id, ref, caseId, maracId, status, referredOn, acceptedOn, heardOn, incidentOn } = referral;
  const parties = { victim: victim.canonicalId, perpetrators: perpetrators.map((person) => person.canonicalId) };
  return { id, ref, caseId, caseRef, maracId, status, referredOn, acceptedOn, heardOn, incidentOn, ...parties };
}
