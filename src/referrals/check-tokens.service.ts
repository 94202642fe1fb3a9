import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SealRefused } from '../platform/crypto/envelope.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { tx } from '../platform/db/transaction.js';
import type { FieldProblem } from '../platform/http/problem.js';
import { AreaRules } from './area-rules.service.js';
import { factsAsked, factsReferred, MOST_FACTS, type OpenedToken, refusedToken, type Someone, TOKEN_HOURS } from './check-token.rules.js'; // prettier-ignore
import type { ReferralInput } from './intake.rules.js';

const PURPOSE = 'check-token';
const TIME = 8;
const PRINT = 8;

/**
 * Proof that somebody asked a repeat check for these people. Nothing of it is stored: it is sealed for one person and one MARAC,
 * holds a time and keyed hashes of whom was asked about, filled up with chance to one length, and says nothing of what was found.
 */
@Injectable()
export class CheckTokens {
  constructor(
    private readonly ring: KeyRing,
    private readonly area: AreaRules,
  ) {}

  /** A token of the actor's for what they asked in this MARAC. */
  issue(maracId: string, people: readonly Someone[], now = Date.now()): string {
    const prints = factsAsked(people).map((fact) => shortened(this.ring.fingerprint(fact, PURPOSE)));
    const time = Buffer.alloc(TIME);
    time.writeBigUInt64BE(BigInt(now + TOKEN_HOURS * 3_600_000));
    const filling = randomBytes((MOST_FACTS - prints.length) * PRINT);
    return this.ring.sealBytes(Buffer.concat([time, ...prints, filling]), sealedFor(maracId)).toString('base64url');
  }

  /**
   * What is wrong with the token that came with a referral; nothing for who may not ask (they get no answers, and the system
   * checks by itself) and where the area does not demand it.
   */
  async problems(maracId: string, input: ReferralInput, token: string | undefined): Promise<FieldProblem[]> {
    if (!tx().actor.may('repeat-checks:ask', maracId)) return [];
    const { checkFirst } = await this.area.on(maracId, input.referredOn);
    if (!checkFirst) return [];
    const opened = token === undefined ? null : this.open(token, maracId);
    const facts = opened ? factsReferred([input.victim, ...input.perpetrators]) : [];
    const referred = facts.flatMap((fact) => this.ring.fingerprints(fact, PURPOSE).map((hash) => hex(shortened(hash))));
    const refused = refusedToken(opened, referred, Date.now());
    return refused ? [refused] : [];
  }

  /** Null for what is no token, or somebody else's, or another MARAC's. */
  private open(token: string, maracId: string): OpenedToken | null {
    try {
      const bytes = this.ring.unsealBytes(Buffer.from(token, 'base64url'), sealedFor(maracId));
      const prints = Array.from({ length: MOST_FACTS }, (_, i) =>
        bytes.subarray(TIME + i * PRINT, TIME + (i + 1) * PRINT),
      );
      return { expiresAt: Number(bytes.readBigUInt64BE(0)), prints: new Set(prints.map(hex)) };
    } catch (error) {
      if (error instanceof SealRefused) return null;
      throw error;
    }
  }
}

/** Opens for nobody else, and in no other MARAC. */
const sealedFor = (maracId: string) => `referrals.check-token/${maracId}/${tx().actor.id}`;

const shortened = (hash: Buffer) => hash.subarray(0, PRINT);
const hex = (bytes: Buffer) => bytes.toString('hex');
