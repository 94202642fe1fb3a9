import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { Canary } from './search.entity.js';
import type { CanaryView, NewCanary } from './search-canaries.dto.js';
import { askedFor, askKeys } from './search-keys.rules.js';
import { canariesOf, insertCanaryKeys, retireCanary } from './search.queries.js';

/**
 * Invented people whom nobody has a reason to ask for. Whoever does gets the answer that there is nobody, and auditors are told.
 * Only keyed hashes are kept, so neither the database nor this register gives them away.
 */
@Injectable()
export class SearchCanaries {
  private readonly canaries = new Store(Canary);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly ring: KeyRing,
  ) {}

  /** @throws Problem 422 for an area that is not the registrar's, or when nothing would find the person */
  async register(form: NewCanary): Promise<CanaryView> {
    const { actor } = tx();
    const { maracId } = form;
    if (!actor.may('canaries:register', maracId))
      throw Problem.at('/maracId', 'unknown', 'There is no such MARAC among yours.');
    const keys = askKeys(askedFor(form)).map((key) => this.ring.fingerprint(key, 'canary'));
    if (keys.length < 2)
      throw Problem.at(
        '/familyName',
        'too-little-asked',
        'Give surname, forename and birth date, so that it is found.',
      );
    const ref = `CANARY-${randomBytes(4).toString('hex').toUpperCase()}`;
    return this.uow.elevated(async () => {
      const canary: Canary = { id: newId(), maracId, ref, registeredBy: actor.id, retiredAt: null };
      this.canaries.insert(canary);
      insertCanaryKeys(canary.id, keys);
      this.audit.record({ action: 'canary.registered', subject: { kind: 'canary', id: canary.id }, maracId });
      await tx().settle();
      return (await canariesOf([maracId])).map(view).find(({ id }) => id === canary.id)!;
    });
  }

  /** Canaries of the areas where the reader registers them; never who they are. */
  async list(): Promise<CanaryView[]> {
    const scopes = tx().actor.scopesOf('canaries:register');
    this.audit.record({ action: 'canaries.listed', subject: { kind: 'list', id: 'canaries' } });
    return this.uow.elevated(async () => (await canariesOf(scopes)).map(view));
  }

  /** Takes a canary out of use. */
  async retire(canaryId: string): Promise<CanaryView> {
    const { actor } = tx();
    return this.uow.elevated(async () => {
      const canary = await this.canaries.byId(canaryId);
      if (!canary || !actor.may('canaries:register', canary.maracId)) throw Problem.notFound();
      const { maracId } = canary;
      retireCanary(canaryId);
      this.audit.record({ action: 'canary.retired', subject: { kind: 'canary', id: canaryId }, maracId });
      return (await canariesOf([maracId])).map(view).find(({ id }) => id === canaryId)!;
    });
  }
}

function view({ registeredAt, retiredAt, ...canary }: Awaited<ReturnType<typeof canariesOf>>[number]): CanaryView {
  return { ...canary, registeredAt: registeredAt.toISOString(), retiredAt: retiredAt?.toISOString() ?? null };
}
