import { Injectable } from '@nestjs/common';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { SignInAttempt } from './identity.entity.js';
import { networkOf } from './network.rules.js';
import { decideTry, lockTries, triesOf } from './throttle.queries.js';
import { type Limits, waitBeforeNextTry } from './throttle.rules.js';

const COUNTING = Actor.system('sign-in');

/** Whose secret is being tried, where from, and how patiently. */
export interface Tried {
  /** what kind of secret: tries at one kind do not count for another */
  what: 'password' | 'code' | 'setup';
  account: string;
  /** address the request came from */
  network: string;
  limits: Limits;
}

/** A try that may be looked at. `decide` says what came of it, in the current unit of work; undecided it soon counts as failed. */
export interface Try {
  decide(succeeded: boolean): void;
}

/** Slows guessing down. Counts by keyed hashes: neither who was tried nor where from can be read out of the database. */
@Injectable()
export class Throttle {
  private readonly attempts = new Store(SignInAttempt);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: KeyRing,
  ) {}

  /** Notes a try before it is looked at, so that many at once are counted too. Call outside a unit of work. @throws Problem 429 */
  async begin(tried: Tried): Promise<Try> {
    const begun = await this.mayTry(tried);
    if (typeof begun !== 'number') return begun;
    throw new Problem(429, 'too-many-tries', `Too many tries. Try again in ${begun} seconds.`);
  }

  /** As `begin`, with the seconds to wait in place of a refusal. */
  async mayTry({ what, account, network, limits }: Tried): Promise<Try | number> {
    const accountKey = this.keys.fingerprint(account, `sign-in ${what}`);
    const networkKey = this.keys.fingerprint(networkOf(network), 'sign-in network');
    const id = newId();
    const wait = await this.uow.apart(COUNTING, async () => {
      await lockTries(accountKey);
      const seconds = waitBeforeNextTry(await triesOf(accountKey, networkKey), limits);
      if (seconds === 0) this.attempts.insert({ id, accountKey, networkKey, succeeded: null });
      return seconds;
    });
    return wait > 0 ? wait : { decide: (succeeded) => decideTry(id, succeeded) };
  }
}
