import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newToken, tokenHash } from '../platform/crypto/tokens.js';
import { ALL_SCOPES } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { secondFactorNeeded } from '../platform/http/gate.js';
import { Problem } from '../platform/http/problem.js';
import { type UserRow, usersOf } from './identity.queries.js';
import type { ConfirmedIdentityView, ExternalIdentityView, LinkState, NewExternalIdentity } from './oidc.dto.js';
import { ExternalIdentity } from './oidc.entity.js';
import { endExpiredLinks, type LinkRow, linksOf, providerOf } from './oidc.queries.js';
import { isSubject } from './oidc.rules.js';
import { SessionsService } from './sessions.service.js';

const GOOD_FOR_MS = 24 * 3_600_000;
const LINKED_ALREADY = 'The person is linked already, or a link is under way.';

registerConstraint('external_identity_of_user', { status: 409, code: 'linked-already', title: LINKED_ALREADY });
registerConstraint('external_subject_is_linked', {
  status: 409,
  code: 'subject-linked',
  title: 'This subject belongs to somebody already.',
});

/**
 * Who a person is at the agency's provider. Whoever can make such a link can sign in as that person, so it takes two
 * administrators, neither of them the person, each over every MARAC where the person holds a role.
 */
@Injectable()
export class ExternalIdentities {
  private readonly identities = new Store(ExternalIdentity);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly sessions: SessionsService,
  ) {}

  /** Links in force and under way, of people the administrator looks after. */
  async list(): Promise<ExternalIdentityView[]> {
    const people = await usersOf(tx().actor.scopesOf('users:manage'));
    const links = await this.uow.elevated(() => linksOf(people.map(({ id }) => id)));
    return links.map(view);
  }

  /** Asks for a link; another administrator has 24 hours to confirm it. @throws Problem 403, 409, 422 */
  async request({ userId, subject }: NewExternalIdentity): Promise<ExternalIdentityView> {
    const { actor } = tx();
    if (subject !== undefined && !isSubject(subject)) throw Problem.at('/subject', 'not-ascii', 'This must be ASCII.');
    const person = await this.manageable(userId);
    if (!person) throw Problem.at('/userId', 'unknown', 'There is no such person among yours.');
    if (userId === actor.id) throw Problem.conflict('not-yourself', 'Other administrators must link you.');
    if (!person.active) throw Problem.conflict('already-deactivated', 'This person was deactivated.');
    const links = await this.uow.elevated(async () => {
      const provider = await providerOf(person.agencyId);
      if (!provider?.enabled) throw Problem.conflict('no-provider', 'The agency has no provider in use.');
      await endExpiredLinks(userId);
      if ((await linksOf([userId])).length > 0) throw Problem.conflict('linked-already', LINKED_ALREADY);
      this.identities.insert({
        ...{ id: newId(), providerId: provider.id, userId, issuer: provider.issuer, subject: subject ?? null },
        ...{
          requestedBy: actor.id,
          confirmedBy: null,
          confirmedAt: null,
          codeHash: null,
          linkedAt: null,
          endedAt: null,
        },
        expiresAt: new Date(Date.now() + GOOD_FOR_MS),
      });
      return linksOf([userId]);
    });
    this.audit.record({ action: 'external-identity.requested', subject: { kind: 'user', id: userId } });
    return view(links[0]!);
  }

  /**
   * A second administrator confirms. With a subject given the link is in force; without, the answer holds the one-time code with
   * which the person signs in for the first time, within 24 hours.
   * @throws Problem 403, 404, 409 `takes-another`, `not-yourself`, `already-confirmed`
   */
  async confirm(id: string): Promise<ConfirmedIdentityView> {
    const { actor } = tx();
    const found = await this.uow.elevated(() => this.identities.lockById(id));
    if (!found || found.endedAt || !(await this.manageable(found.userId))?.active) throw Problem.notFound();
    if (found.confirmedAt) throw Problem.conflict('already-confirmed', 'This was confirmed before.');
    if (found.expiresAt.getTime() <= Date.now()) throw Problem.notFound();
    if (found.requestedBy === actor.id)
      throw Problem.conflict('takes-another', 'You asked for it: another administrator must confirm.');
    if (found.userId === actor.id) throw Problem.conflict('not-yourself', 'Other administrators must link you.');
    const linkCode = found.subject === null ? newToken() : null;
    const now = new Date();
    await this.uow.elevated(() =>
      this.identities.update({
        ...found,
        ...{ confirmedBy: actor.id, confirmedAt: now, linkedAt: linkCode ? null : now },
        ...{ codeHash: linkCode ? tokenHash(linkCode) : null, expiresAt: new Date(now.getTime() + GOOD_FOR_MS) },
      }),
    );
    this.audit.record({ action: 'external-identity.confirmed', subject: { kind: 'user', id: found.userId } });
    return { linkCode };
  }

  /** Ends a link, or what was to become one. Takes one administrator; the person's sessions end at once. @throws Problem 404 */
  async end(id: string): Promise<void> {
    const found = await this.uow.elevated(() => this.identities.lockById(id));
    if (!found || found.endedAt || !(await this.isMine(found.userId))) throw Problem.notFound();
    await this.uow.elevated(() => this.identities.update({ ...found, codeHash: null, endedAt: new Date() }));
    if (found.linkedAt) await this.sessions.endAllOf(found.userId);
    this.audit.record({ action: 'external-identity.ended', subject: { kind: 'user', id: found.userId } });
  }

  private async isMine(userId: string): Promise<UserRow | undefined> {
    const mine = await usersOf(tx().actor.scopesOf('users:manage'));
    return mine.find(({ id }) => id === userId);
  }

  /**
   * The person, if the administrator looks after them. With a second factor just proved, so that who has a stolen session stops here.
   * @throws Problem 403 `not-allowed` for a person who also works where the administrator has no say, `second-factor-needed`
   */
  private async manageable(userId: string): Promise<UserRow | undefined> {
    const person = await this.isMine(userId);
    const { actor } = tx();
    const reaches = person?.roles.every(({ maracId }) => actor.may('users:manage', maracId ?? ALL_SCOPES));
    if (person && !reaches) throw Problem.notAllowed();
    if (person && !actor.secondFactorFresh(new Date())) throw secondFactorNeeded();
    return person;
  }
}

function view({ id, userId, name, issuer, subject, requestedBy, confirmedBy, expiresAt, linkedAt }: LinkRow) {
  const state: LinkState = linkedAt ? 'LINKED' : confirmedBy ? 'AWAITING_SIGN_IN' : 'AWAITING_CONFIRMATION';
  const runsOut = linkedAt ? null : expiresAt.toISOString();
  return { id, userId, name, issuer, subject, state, requestedBy, confirmedBy, expiresAt: runsOut };
}
