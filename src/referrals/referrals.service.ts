import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { Label } from '../access/labels.js';
import type { OpenCase } from '../access/open-case.js';
import { redact } from '../access/redact.rules.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { Outbox } from '../platform/events/outbox.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { todayIn } from '../platform/values/dates.js';
import { Intake } from './intake.service.js';
import { readNewReferral } from './new-referral.rules.js';
import { receipt } from './receipt.rules.js';
import { Referrers } from './referrers.service.js';
import { Referral } from './referral.entity.js';
import type { NewReferral, ReferralQuery, ReferralView, Screening, Withdrawal } from './referrals.dto.js';
import {
  COUNTER_ALLEGATION, REFERRAL_ACCEPTED, REFERRAL_DECLINED, REFERRAL_RETURNED, REFERRAL_SUBMITTED, type ReferralEvent, referralEvent,
} from './referrals.events.js'; // prettier-ignore
import { type ReferralFilter, type ReferralRow, referralView, referralViews, setHeard } from './referrals.queries.js';
import { next, type Step } from './referral-states.rules.js';
import { decideScreening } from './screening.rules.js';

const TOLD_AS = { accept: REFERRAL_ACCEPTED, return: REFERRAL_RETURNED, decline: REFERRAL_DECLINED } as const;

@Injectable()
export class ReferralsService {
  private readonly referrals = new Store(Referral);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly referrers: Referrers,
    private readonly intake: Intake,
    private readonly outbox: Outbox,
    private readonly freeText: FreeText,
  ) {}

  /**
   * Refers a victim to a MARAC, or keeps the referral as a draft.
   * @throws Problem 422 at the fields that are wrong; at /checkToken for who may ask a repeat check and did not
   */
  async refer(form: NewReferral): Promise<ReferralView> {
    const { marac, agencyId } = await this.referrers.admit(form);
    const { input, errors } = readNewReferral(form, agencyId, todayIn(TIME_ZONE, new Date()));
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The referral was not accepted.', errors);
    await this.referrers.haveAsked(marac.id, input, form.checkToken); // once the people are read as they are meant
    const placed = await this.intake.place(marac, input, { as: form.draft ? 'DRAFT' : 'SUBMITTED' });
    const { referralId, caseId } = placed;
    if (!form.draft)
      this.outbox.publish(referralEvent(REFERRAL_SUBMITTED, { referralId, caseId, maracId: marac.id, agencyId }));
    await tx().settle();
    if (!placed.receipt) return this.view(referralId);
    const referringAgency = await this.referrers.agencyName(agencyId);
    const said = { maracId: marac.id, referringAgency, draft: form.draft ?? false };
    return seen(receipt(input, { ...placed, receipt: placed.receipt }, said));
  }

  /** Referrals the reader may see. */
  async list(query: ReferralQuery): Promise<Page<ReferralView>> {
    const limit = query.limit ?? 50;
    const found = await referralViews({ ...query, limit, ...own() });
    this.audit.record({ action: 'referrals.listed', subject: { kind: 'list', id: 'referrals' }, labels: ['IDENTITY'] });
    return pageOf(found.map(seen), limit);
  }

  /** Every referral of a case, oldest first. */
  async ofCase(open: OpenCase): Promise<ReferralView[]> {
    return (await referralViews({ caseId: open.caseId, limit: 200, ...own() })).map(seen);
  }

  async byId(referralId: string): Promise<ReferralView> {
    await this.opened(referralId, 'read-case');
    return this.view(referralId);
  }

  /** Submits a draft, or a returned referral that was completed. */
  async submit(referralId: string, version: number): Promise<ReferralView> {
    const { referral } = await this.opened(referralId, 'read-case');
    if (!this.isReferrer(referral)) throw Problem.notAllowed();
    const { status, outcome, caseId, maracId, priorCaseId: otherCaseId } = referral;
    const undecided = { decisionCode: null, decisionReason: null };
    const view = await this.step(referral, 'submit', version, undecided, REFERRAL_SUBMITTED);
    if (status === 'DRAFT' && outcome === 'COUNTER_ALLEGATION' && otherCaseId)
      this.outbox.publish({ name: COUNTER_ALLEGATION, ids: { referralId, caseId, maracId, otherCaseId } });
    return view;
  }

  /** Accepts, returns for information, or declines. A decline says why and advises; it never rests on a score alone. */
  async screen(referralId: string, version: number, screening: Screening): Promise<ReferralView> {
    const { referral } = await this.opened(referralId, 'screen-referral');
    const { actor } = tx();
    if (!actor.may('referrals:screen', referral.maracId)) throw Problem.notAllowed();
    const screened = decideScreening(screening, referral);
    if (screened.outcome === 'refused') {
      throw new Problem(422, 'invalid-input', 'The decision was not accepted.', [screened.problem]);
    }
    const { step, code: decisionCode, advice: decisionReason } = screened;
    await this.freeText.check(referral.caseId, { '/advice': decisionReason });
    const acceptedOn = step === 'accept' ? todayIn(TIME_ZONE, new Date()) : null;
    return this.step(
      referral,
      step,
      version,
      { decidedBy: actor.id, decisionReason, decisionCode, acceptedOn },
      TOLD_AS[step],
    );
  }

  /** Takes a referral back before it was decided upon. */
  async withdraw(referralId: string, version: number, { reason }: Withdrawal): Promise<ReferralView> {
    const { referral } = await this.opened(referralId, 'read-case');
    if (!this.isReferrer(referral) && !tx().actor.may('referrals:screen', referral.maracId)) throw Problem.notAllowed();
    await this.freeText.check(referral.caseId, { '/reason': reason });
    return this.step(referral, 'withdraw', version, { decisionReason: reason, decidedBy: tx().actor.id });
  }

  /** The case was heard: its referral is done. For the meeting's room. */
  async markHeard(open: OpenCase, referralId: string, heardOn: string): Promise<void> {
    if ((await setHeard(referralId, heardOn)) === 0)
      throw Problem.conflict('not-accepted', 'Only an accepted referral is heard.');
    this.audit.record({
      action: 'referral.heard',
      subject: { kind: 'referral', id: referralId },
      maracId: open.maracId,
    });
  }

  private async step(
    referral: Referral,
    step: Step,
    version: number,
    changes: Partial<Referral>,
    event?: ReferralEvent,
  ): Promise<ReferralView> {
    const { id: referralId, caseId, maracId, referringAgencyId: agencyId } = referral;
    if (referral.version !== version) throw new Problem(412, 'stale', 'The referral was changed by somebody else.');
    const status = next(referral.status, step);
    if (!status) {
      const { status: known } = await this.view(referralId);
      throw Problem.conflict('wrong-state', `A referral that is ${known} does not allow this.`);
    }
    await this.referrals.update({ ...referral, ...changes, status });
    this.audit.record({
      action: `referral.${step}`,
      subject: { kind: 'referral', id: referralId },
      maracId,
      code: status,
    });
    if (event) this.outbox.publish(referralEvent(event, { referralId, caseId, maracId, agencyId }));
    return this.view(referralId);
  }

  private async opened(
    referralId: string,
    purpose: 'read-case' | 'screen-referral',
  ): Promise<{ referral: Referral; open: OpenCase }> {
    const referral = await this.referrals.byId(referralId);
    if (!referral || !(tx().actor.may('cases:read', referral.maracId) || this.isReferrer(referral)))
      throw Problem.notFound();
    return { referral, open: await this.access.open(referral.caseId, purpose) };
  }

  private async view(referralId: string): Promise<ReferralView> {
    const view = await referralView(referralId);
    if (!view) throw Problem.notFound();
    return seen(view);
  }

  private isReferrer(referral: Referral): boolean {
    const { actor } = tx();
    return actor.agencyId === referral.referringAgencyId && actor.may('referrals:submit', referral.maracId);
  }
}

/** Who only refers sees what their own agency referred, whatever else is shared with it. */
function own(): Pick<ReferralFilter, 'readsCasesIn' | 'agencyId'> {
  const { actor } = tx();
  return { readsCasesIn: actor.scopesOf('cases:read'), agencyId: actor.agencyId };
}

const SOURCE = { referringAgency: 'SOURCE' } as const;
const FINDINGS = { outcome: 'INTELLIGENCE', prior: 'INTELLIGENCE', arithmetic: 'INTELLIGENCE' } as const;

/**
 * A referral as its reader may see it. Who told us goes by its label; what the repeat check found is told to who may ask for
 * one: anybody else only submits.
 */
function seen({ labels, ...row }: ReferralRow): ReferralView {
  const { actor } = tx();
  const told = ['repeat-checks:ask', 'referrals:screen'].some((permission) => actor.may(permission, row.maracId));
  const sources = { why: (label: Label) => (labels.includes(label) ? null : ('NOT_SHARED' as const)) };
  const known = redact(row, SOURCE, sources);
  if (told) return known;
  const { withheld, ...rest } = redact(known, FINDINGS, { why: () => 'NOT_SHARED' as const });
  const criteria = row.criteria.filter((criterion) => criterion !== 'REPEAT');
  return { ...rest, criteria, withheld: [...known.withheld, ...withheld] };
}
