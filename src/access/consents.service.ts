import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Access } from './access.service.js';
import { CaseTexts } from './case-texts.service.js';
import { Consent } from './consent.entity.js';
import { consentOfReferral, consentState, restsOnConsent } from './consent.rules.js';
import { consentView } from './consent-view.rules.js';
import type { ConsentsView, NewConsent, SharingWithoutConsent } from './consents.dto.js';
import { consentsOf, rolesIn } from './consents.queries.js';
import type { Label } from './labels.js';
import type { OpenCase } from './open-case.js';
import { basisRefusal, sharingRefusalInWords } from './sharing.rules.js';

const NO_OVERRIDE = {
  ...{ bases: null, labels: null, agencyIds: null, riskOfSharing: null, riskOfNotSharing: null, necessity: null },
  ...{ victimToldOn: null, victimNotTold: null, reviewOn: null },
};

/** What was asked and answered about sharing, and decisions to share all the same. */
@Injectable()
export class Consents {
  private readonly consents = new Store(Consent);

  constructor(
    private readonly access: Access,
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
    private readonly texts: CaseTexts,
  ) {}

  /** How consent stands and what was recorded. As the account of what happened, for who sees how the victim is reached. @throws Problem 404 */
  async list(caseId: string): Promise<ConsentsView> {
    const open = await this.access.open(caseId, 'account-for-sharing');
    if (!open.shows('CONTACT') || !tx().actor.may('sharing:read', open.maracId)) throw Problem.notFound();
    return this.view(open);
  }

  /**
   * Records an answer, or why nobody was asked, and where it is decided so the decision to share all the same: who decided is who
   * is signed in, and deciding takes the permission to share.
   * @throws Problem 404, 403; 422 `required`, `not-both`, `not-needed`, `unknown`, `no-basis`, `no-condition`, `in-the-past`,
   *   `protected-address-in-text`
   */
  async record(caseId: string, input: NewConsent): Promise<ConsentsView> {
    const open = await this.access.open(caseId, 'record-consent');
    const { actor } = tx();
    if (!open.shows('CONTACT')) throw Problem.notFound();
    const needed = input.override ? 'sharing:decide' : 'consents:record';
    if (!actor.may(needed, open.maracId)) throw Problem.notAllowed();
    const { asked, answer = null, whyNotAsked = null, override } = input;
    checkAnswer(input);
    if (override) {
      await this.texts.check(caseId, textsOf(override));
      await this.checkOverride(open, override);
    }
    const decidedAs = (await rolesIn(actor.id, open.maracId)).join(', ');
    const said = { asked, answer, whyNotAsked, ...NO_OVERRIDE, ...override };
    this.write(open, { source: 'RECORD', ...said, decidedAs, agencyId: actor.agencyId });
    return this.view(open);
  }

  /** Keeps what a referral says of consent; nothing where it says nothing. For intake. */
  ofReferral(open: OpenCase, said: string, agencyId: string): void {
    const told = consentOfReferral(said);
    if (told) this.write(open, { source: 'REFERRAL', ...told, ...NO_OVERRIDE, decidedAs: '', agencyId });
  }

  /**
   * Refuses to share without consent unless the record of a decision to covers it: whatever a client claims.
   * @throws Problem 422 at /consentId: `consent-record-needed`, `-incomplete`, `-other`, `-out-of-date`, `unknown`
   */
  async mayShare(
    open: OpenCase,
    sharing: { agencyId: string; labels: readonly Label[] },
    consentId?: string,
  ): Promise<void> {
    const records = await consentsOf(open.caseId);
    const record = consentId ? records.find(({ id }) => id === consentId) : undefined;
    if (consentId && !record) throw Problem.at('/consentId', 'unknown', 'There is no such record on this case.');
    const refused = restsOnConsent(consentState(records[0]), sharing, record, todayIn(TIME_ZONE, present()));
    if (refused) throw Problem.at('/consentId', refused, sharingRefusalInWords(refused));
  }

  private write(open: OpenCase, said: Omit<Consent, 'id' | 'caseId' | 'maracId' | 'decidedBy'>): void {
    const { caseId, maracId } = open;
    const { actor } = tx();
    this.consents.insert({ id: newId(), caseId, maracId, decidedBy: `${actor.kind}:${actor.id}`, ...said });
    if (said.source === 'REFERRAL') return; // the referral has its own line
    const code = said.bases ? 'shared-without' : consentState(said).toLowerCase();
    this.audit.record({ action: 'consent.recorded', subject: { kind: 'case', id: caseId }, maracId, code });
  }

  private async checkOverride(open: OpenCase, override: SharingWithoutConsent): Promise<void> {
    const { bases, labels, agencyIds, victimToldOn, victimNotTold, reviewOn } = override;
    const basis = basisRefusal(labels, bases);
    if (basis) throw Problem.at('/override/bases', basis, sharingRefusalInWords(basis));
    if (!victimToldOn && !victimNotTold)
      throw Problem.at('/override/victimToldOn', 'required', 'Say when the victim is told, or why not.');
    if (victimToldOn && victimNotTold)
      throw Problem.at('/override/victimNotTold', 'not-both', 'Say when the victim is told, or why not.');
    if (reviewOn < todayIn(TIME_ZONE, present()))
      throw Problem.at('/override/reviewOn', 'in-the-past', 'It is looked at again today or later.');
    const members = await this.maracs.agenciesOf(open.maracId);
    const at = agencyIds.findIndex((id) => !members.some((agency) => agency.id === id));
    if (at >= 0) throw Problem.at(`/override/agencyIds/${at}`, 'unknown', 'The agency does not belong to this MARAC.');
  }

  private async view({ caseId }: OpenCase): Promise<ConsentsView> {
    const rows = await consentsOf(caseId);
    return { state: consentState(rows[0]), records: rows.map(consentView) };
  }
}

const textsOf = ({ riskOfSharing, riskOfNotSharing, necessity, victimNotTold }: SharingWithoutConsent) => ({
  '/override/riskOfSharing': riskOfSharing,
  '/override/riskOfNotSharing': riskOfNotSharing,
  '/override/necessity': necessity,
  '/override/victimNotTold': victimNotTold,
});

function checkAnswer({ asked, answer, whyNotAsked, override }: NewConsent): void {
  if (asked && !answer) throw Problem.at('/answer', 'required', 'Say what they answered.');
  if (!asked && !whyNotAsked) throw Problem.at('/whyNotAsked', 'required', 'Say why nobody asked.');
  if (asked && whyNotAsked) throw Problem.at('/whyNotAsked', 'not-both', 'They were asked.');
  if (!asked && answer) throw Problem.at('/answer', 'not-both', 'Nobody asked.');
  if (override && answer === 'GIVEN') throw Problem.at('/override', 'not-needed', 'There is consent.');
}
