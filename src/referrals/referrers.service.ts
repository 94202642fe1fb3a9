import { Injectable } from '@nestjs/common';
import type { Marac } from '../maracs/marac.entity.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { SearchRation } from '../persons/search-ration.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { CheckTokens } from './check-tokens.service.js';
import type { ReferralInput } from './intake.rules.js';
import type { NewReferral } from './referrals.dto.js';

/** Who may refer to whom, for which agency, and after asking what. */
@Injectable()
export class Referrers {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly tokens: CheckTokens,
    private readonly ration: SearchRation,
  ) {}

  /** @throws Problem 422 `unknown` (MARAC), `unknown-agency` */
  async admit(form: NewReferral): Promise<{ marac: Marac; agencyId: string }> {
    const { actor } = tx();
    const marac = actor.may('referrals:submit', form.maracId) ? await this.maracs.byId(form.maracId) : undefined;
    if (!marac) throw Problem.at('/maracId', 'unknown', 'There is no such MARAC among yours.');
    return { marac, agencyId: await this.referringAgency(form) };
  }

  /**
   * Whoever may ask a repeat check has asked it, unless they have asked as often as their area allows. For referrals that are typed: a spreadsheet is checked by the system alone.
   * @throws Problem 422 `repeat-check-needed`, `repeat-check-for-others`, `repeat-check-expired` at /checkToken
   */
  async haveAsked(maracId: string, input: ReferralInput, token: string | undefined): Promise<void> {
    const errors = await this.tokens.problems(maracId, input, token);
    // a referral never waits for a quota; the system checks it all the same
    if (errors.length === 0 || (await this.ration.isSpent(tx().actor.id, 'REPEAT_CHECK', maracId))) return;
    throw new Problem(422, 'invalid-input', 'Ask whether it is a repeat first.', errors);
  }

  async agencyName(agencyId: string): Promise<string> {
    return (await this.maracs.agency(agencyId))!.name;
  }

  /** One's own agency; only who coordinates the MARAC enters referrals for others. */
  private async referringAgency(form: NewReferral): Promise<string> {
    const { actor } = tx();
    const agencyId = form.referringAgencyId ?? actor.agencyId;
    const members = await this.maracs.agenciesOf(form.maracId);
    const isMember = members.some((agency) => agency.id === agencyId);
    const mayChoose = agencyId === actor.agencyId || actor.may('referrals:screen', form.maracId);
    if (!agencyId || !isMember || !mayChoose)
      throw Problem.at('/referringAgencyId', 'unknown-agency', 'You cannot refer for this agency.');
    return agencyId;
  }
}
