import { Injectable } from '@nestjs/common';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { newId } from '../platform/db/ids.js';
import { Problem } from '../platform/http/problem.js';
import { networkOf } from './network.rules.js';
import { type ChallengeKind, keepChallenge, openChallenges, takeChallenge } from './passkeys.queries.js';
import type { ChallengeView } from './second-factor.dto.js';

const MINUTES = 5;
/** Enough for an office whose people all sign in at nine; too few to fill a table. */
const MOST_OF_A_NETWORK = 300;

/** Challenges that passkeys sign. Ours to give, kept here, good once and for five minutes. */
@Injectable()
export class Challenges {
  constructor(private readonly keys: KeyRing) {}

  /** Keeps the challenge in `options` for somebody who is signed in. */
  give(kind: 'REGISTER' | 'STEP_UP', userId: string, options: { challenge: string }): Promise<ChallengeView> {
    return this.keep(kind, userId, null, options);
  }

  /** Keeps it for whoever asked from a network. @throws Problem 429 for too many not used */
  async giveStranger(network: string, options: { challenge: string }): Promise<ChallengeView> {
    const networkKey = this.keys.fingerprint(networkOf(network), 'sign-in network');
    if ((await openChallenges(networkKey)) >= MOST_OF_A_NETWORK)
      throw new Problem(429, 'too-many-tries', 'Too many tries. Try again in some minutes.');
    return this.keep('SIGN_IN', null, networkKey, options);
  }

  /** The challenge, taken away whatever comes of it; undefined when it does not serve. */
  take(id: string, kind: ChallengeKind, userId: string | null): Promise<string | undefined> {
    return takeChallenge(id, kind, userId);
  }

  private async keep(
    kind: ChallengeKind,
    userId: string | null,
    networkKey: Buffer | null,
    options: { challenge: string },
  ): Promise<ChallengeView> {
    const id = newId();
    const until = await keepChallenge({ id, kind, userId, networkKey, challenge: options.challenge }, MINUTES);
    return { challengeId: id, options, expiresAt: until.toISOString() };
  }
}
