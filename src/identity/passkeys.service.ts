import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { secondFactorNeeded } from '../platform/http/gate.js';
import { Problem } from '../platform/http/problem.js';
import { Challenges } from './challenges.js';
import { knownOf } from './credentials.queries.js';
import { Enrolment } from './enrolment.js';
import type { NewSessionView } from './identity.dto.js';
import { Passkey } from './identity.entity.js';
import { passkeysOf, removePasskey } from './passkeys.queries.js';
import type { ChallengeView, NewPasskey, PasskeyView } from './second-factor.dto.js';
import { factorsOf } from './second-factor.queries.js';
import { SessionIssuer } from './session-issuer.js';
import { WebAuthn } from './webauthn.js';

const MOST = 20;

registerConstraint('passkey_is_registered', {
  status: 409,
  code: 'passkey-registered',
  title: 'This passkey is registered already.',
});

/** The actor's own passkeys. */
@Injectable()
export class PasskeysService {
  private readonly passkeys = new Store(Passkey);

  constructor(
    private readonly audit: Audit,
    private readonly webAuthn: WebAuthn,
    private readonly challenges: Challenges,
    private readonly enrolment: Enrolment,
    private readonly issuer: SessionIssuer,
  ) {}

  async list(): Promise<PasskeyView[]> {
    const mine = await passkeysOf(tx().actor.id);
    return mine.map(({ id, name, createdAt, lastUsedAt }) => ({
      ...{ id, name },
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }));
  }

  /** What a browser needs to make a passkey. @throws Problem 409 `too-many-passkeys` */
  async offer(): Promise<ChallengeView> {
    const { id } = tx().actor;
    const person = await knownOf(id);
    if (!person) throw Problem.notFound();
    const mine = await passkeysOf(id);
    if (mine.length >= MOST) throw Problem.conflict('too-many-passkeys', 'Remove a passkey first.');
    const options = await this.webAuthn.registrationOptions({ id, email: person.email, name: person.name }, mine);
    return this.challenges.give('REGISTER', id, options);
  }

  /**
   * Registers a passkey, and counts as a proof: the session gets a new token.
   * @throws Problem 403 `second-factor-needed`, 409 `passkey-registered`, 422 `passkey-refused`, `enrolment-code-needed`
   */
  async register(sessionId: string, input: NewPasskey): Promise<NewSessionView> {
    const userId = tx().actor.id;
    await this.enrolment.allow(input.enrolmentCode);
    const challenge = await this.challenges.take(input.challengeId, 'REGISTER', userId);
    const made = challenge ? await this.webAuthn.registered(input.response, challenge) : null;
    if (!made) throw Problem.at('/response', 'passkey-refused', 'This is no answer to the challenge. Begin again.');
    const { id: credentialId, publicKey, counter, transports = [] } = made;
    const key = Buffer.from(publicKey);
    const id = newId();
    this.passkeys.insert({ id, userId, credentialId, publicKey: key, counter, transports, name: input.name });
    this.audit.record({ action: 'second-factor.added', subject: { kind: 'user', id: userId }, code: 'PASSKEY' });
    const session = await this.issuer.stepUp(sessionId, new Date());
    if (!session) throw Problem.notFound();
    return session;
  }

  /**
   * Removes one of one's own. The last second factor stays: without one, the password alone could enrol another.
   * @throws Problem 403 `second-factor-needed`, 404, 409 `last-second-factor`
   */
  async remove(passkeyId: string): Promise<void> {
    const { actor } = tx();
    const had = await factorsOf(actor.id);
    if ((await removePasskey(passkeyId, actor.id)) === 0) throw Problem.notFound();
    if (!actor.secondFactorFresh(new Date())) throw secondFactorNeeded();
    if (had < 2) throw Problem.conflict('last-second-factor', 'Add another second factor first.');
    this.audit.record({ action: 'second-factor.removed', subject: { kind: 'user', id: actor.id }, code: 'PASSKEY' });
  }
}
