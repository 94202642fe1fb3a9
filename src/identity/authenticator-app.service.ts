import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { Store } from '../platform/db/store.js';
import { Enrolment } from './enrolment.js';
import { AuthenticatorApp } from './identity.entity.js';
import type { NewSessionView } from './identity.dto.js';
import { knownOf } from './credentials.queries.js';
import { appOf, appOffered, confirmApp, dropOffer, useStep } from './second-factor.queries.js';
import type { TotpConfirmation, TotpOfferView } from './second-factor.dto.js';
import { SessionIssuer } from './session-issuer.js';
import { newTotpSecret, otpauthUri, stepOf } from './totp.rules.js';

registerConstraint('authenticator_app_offered', {
  status: 409,
  code: 'offered-just-now',
  title: 'Another secret was offered at this moment. Ask again.',
});
registerConstraint('authenticator_app_in_use', {
  status: 409,
  code: 'confirmed-just-now',
  title: 'An app was confirmed at this moment. Sign in with it.',
});

const OFFER_MINUTES = 15;

/** What the secret of a row is sealed for. */
export const sealedFor = (rowId: string) => `identity.authenticator_apps/${rowId}/sealed_secret`;

/** Authenticator apps: codes by the clock (TOTP, RFC 6238). One to a person. */
@Injectable()
export class AuthenticatorApps {
  private readonly apps = new Store(AuthenticatorApp);

  constructor(
    private readonly audit: Audit,
    private readonly keys: KeyRing,
    private readonly enrolment: Enrolment,
    private readonly issuer: SessionIssuer,
  ) {}

  /** Makes a secret for the actor's app. It counts once a code of it has been shown, within 15 minutes; until then the app before does. */
  async offer(): Promise<TotpOfferView> {
    const { actor } = tx();
    const person = await knownOf(actor.id);
    if (!person) throw Problem.notFound();
    await dropOffer(actor.id);
    const secret = newTotpSecret();
    this.insert(actor.id, secret, null);
    return { secret, uri: otpauthUri(secret, person.email) };
  }

  /**
   * Takes the app offered into use, and counts as a proof: the session gets a new token.
   * @throws Problem 403 `second-factor-needed`, 409 `nothing-offered`, 422 `wrong-code`, `enrolment-code-needed`
   */
  async confirm(sessionId: string, { code, enrolmentCode }: TotpConfirmation): Promise<NewSessionView> {
    const { actor } = tx();
    const now = new Date();
    await this.enrolment.allow(enrolmentCode);
    const offered = await appOffered(actor.id, OFFER_MINUTES);
    if (!offered) throw Problem.conflict('nothing-offered', 'Ask for a new secret first.');
    const step = stepOf(this.keys.unseal(offered.sealedSecret, sealedFor(offered.id)), code, now);
    if (step === null) throw Problem.at('/code', 'wrong-code', 'The app shows another code. Check its clock.');
    await confirmApp(offered.id, actor.id, step);
    this.audit.record({ action: 'second-factor.added', subject: { kind: 'user', id: actor.id }, code: 'TOTP' });
    const session = await this.issuer.stepUp(sessionId, now);
    if (!session) throw Problem.notFound();
    return session;
  }

  /** True when the code fits the person's app and neither it nor a later one was used before. Uses it up. */
  async takes(userId: string, code: string, now: Date): Promise<boolean> {
    const app = await appOf(userId);
    const step = app ? stepOf(this.keys.unseal(app.sealedSecret, sealedFor(app.id)), code, now) : null;
    return app !== undefined && step !== null && (await useStep(app.id, step));
  }

  /** @internal gives a person an app whose secret is known: sample people alone */
  give(userId: string, secret: string): void {
    this.insert(userId, secret, new Date());
  }

  private insert(userId: string, secret: string, confirmedAt: Date | null): void {
    const id = newId();
    this.apps.insert({ id, userId, sealedSecret: this.keys.seal(secret, sealedFor(id)), confirmedAt, lastStep: 0 });
  }
}
