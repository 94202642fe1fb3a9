import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';
import { secondFactorNeeded } from '../platform/http/gate.js';
import { Problem } from '../platform/http/problem.js';
import { mayEnrol } from './enrolment.rules.js';
import { oneTimeCodeHash } from './one-time-code.js';
import { latestConfirmed, useRecovery } from './recovery.queries.js';
import { factorsOf } from './second-factor.queries.js';

/** Who may add a second factor to their account. */
@Injectable()
export class Enrolment {
  /**
   * Lets the actor enrol, using up the code of a recovery where one is asked for; or refuses. Holds the person locked until the end of the unit of work.
   * @throws Problem 403 `second-factor-needed`, 422 `enrolment-code-needed` at /enrolmentCode
   */
  async allow(enrolmentCode: string | undefined): Promise<void> {
    const { actor } = tx();
    const factors = await factorsOf(actor.id);
    const found = await latestConfirmed(actor.id);
    const recovery = found
      ? { used: found.usedAt !== null, live: found.live, codeFits: fits(found.codeHash, enrolmentCode) }
      : null;
    const refusal = mayEnrol({ factors, fresh: actor.secondFactorFresh(new Date()), recovery });
    if (refusal === 'second-factor-needed') throw secondFactorNeeded();
    if (refusal) {
      const detail = 'The one-time code of your recovery is missing, wrong or too old.';
      throw Problem.at('/enrolmentCode', refusal, detail);
    }
    if (factors === 0 && found && !found.usedAt) await useRecovery(found.id);
  }
}

function fits(hash: Buffer | null, code: string | undefined): boolean {
  return hash !== null && code !== undefined && timingSafeEqual(hash, oneTimeCodeHash(code));
}
