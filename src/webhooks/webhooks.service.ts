import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { isId, newId } from '../platform/db/ids.js';
import { Store, StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { type Page, pageOf, type Paging } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { type AddressRefusal, bareHost, refusalOf } from './address.rules.js';
import { assertPublic, Unreachable } from './public-addresses.js';
import { Webhook } from './webhook.entity.js';
import { WebhookTargets } from './webhook-targets.js';
import { WebhookSecrets } from './webhook-secrets.js';
import type { NewWebhook, NewWebhookView, WebhookChange, WebhookDeliveryView, WebhookView } from './webhooks.dto.js';
import { countOf, deliveriesOf, webhookById, webhooksOf, worksIn } from './webhooks.queries.js';

const MOST = 10;
const OVERLAP_MS = 24 * 3_600_000;

const DETAILS: Record<AddressRefusal | Unreachable['code'], string> = {
  'not-a-url': 'This must be a web address.',
  'not-https': 'This must start with https://.',
  'url-credentials': 'This must hold no user name or password.',
  'url-fragment': 'This must not hold a part after #.',
  'private-address': 'This must be an address of the public internet.',
  'host-not-found': 'There is no such host.',
};

/** Addresses of agencies' own systems, each kept by the administrators of its agency. */
@Injectable()
export class Webhooks {
  private readonly webhooks = new Store(Webhook);

  constructor(
    private readonly secrets: WebhookSecrets,
    private readonly audit: Audit,
    private readonly targets: WebhookTargets,
  ) {}

  /** @throws Problem 403 in an area that one does not administer, or whose protocol the agency has not signed; 409 `too-many-webhooks`; 422 at /url */
  async add({ maracId, url, kinds }: NewWebhook): Promise<NewWebhookView> {
    const { actor } = tx();
    if (!actor.agencyId || !actor.may('webhooks:manage', maracId) || !(await worksIn(maracId)))
      throw Problem.notAllowed();
    await this.checkAddress(url);
    if ((await countOf(actor.agencyId, maracId)) >= MOST)
      throw Problem.conflict(
        'too-many-webhooks',
        `Your agency has ${MOST} webhooks there. Remove those that it does not use.`,
      );
    const id = newId();
    const { secret, sealed } = this.secrets.make(id);
    this.webhooks.insert({
      ...{ id, maracId, agencyId: actor.agencyId, ownerId: actor.id, url, kinds: [...new Set(kinds)], secret: sealed },
      ...{
        oldSecret: null,
        oldSecretUntil: null,
        enabled: true,
        disabledBecause: null,
        addedAt: present(),
        removedAt: null,
      },
      version: 1,
    });
    this.record('webhook.added', id, maracId);
    return { ...(await this.byId(id)), secret };
  }

  async list({ after, limit }: Paging): Promise<Page<WebhookView>> {
    return pageOf(await webhooksOf(idOf(after), limit), limit);
  }

  /** @throws Problem 404 */
  async byId(id: string): Promise<WebhookView> {
    const view = await webhookById(id);
    if (!view) throw Problem.notFound();
    return view;
  }

  /** @throws Problem 404, 422 at /url; StaleVersion */
  async change(id: string, version: number, { url, kinds, enabled }: WebhookChange): Promise<WebhookView> {
    const webhook = await this.lock(id, version);
    await this.checkAddress(url);
    const disabledBecause = enabled ? null : webhook.disabledBecause;
    await this.webhooks.update({
      ...webhook,
      url,
      kinds: [...new Set(kinds)],
      enabled,
      disabledBecause,
      ownerId: tx().actor.id,
    });
    this.record('webhook.changed', id, webhook.maracId);
    return this.byId(id);
  }

  /** Nothing is sent there any more. @throws Problem 404; StaleVersion */
  async remove(id: string, version: number): Promise<void> {
    const webhook = await this.lock(id, version);
    await this.webhooks.update({ ...webhook, enabled: false, disabledBecause: null, removedAt: present() });
    this.record('webhook.removed', id, webhook.maracId);
  }

  /** A new secret; messages are signed with the old one too for a day. @throws Problem 404; StaleVersion */
  async renewSecret(id: string, version: number): Promise<NewWebhookView> {
    const webhook = await this.lock(id, version);
    const { secret, sealed } = this.secrets.make(id);
    const oldSecretUntil = new Date(present().getTime() + OVERLAP_MS);
    await this.webhooks.update({ ...webhook, secret: sealed, oldSecret: webhook.secret, oldSecretUntil });
    this.record('webhook.secret-renewed', id, webhook.maracId);
    return { ...(await this.byId(id)), secret };
  }

  /** @throws Problem 404 */
  async deliveries(id: string, { after, limit }: Paging): Promise<Page<WebhookDeliveryView>> {
    await this.byId(id);
    return pageOf(await deliveriesOf(id, idOf(after), limit), limit);
  }

  private async lock(id: string, version: number): Promise<Webhook> {
    const webhook = await this.webhooks.lockById(id);
    if (!webhook || webhook.removedAt) throw Problem.notFound();
    if (webhook.version !== version) throw new StaleVersion();
    return webhook;
  }

  private async checkAddress(url: string): Promise<void> {
    const refusal = refusalOf(url, this.targets.toLoopback) ?? (await this.refusalOfHost(bareHost(new URL(url))));
    if (refusal) throw Problem.at('/url', refusal, DETAILS[refusal]);
  }

  private async refusalOfHost(host: string): Promise<Unreachable['code'] | undefined> {
    try {
      await assertPublic(host, this.targets.toLoopback);
      return undefined;
    } catch (error) {
      if (error instanceof Unreachable) return error.code;
      throw error;
    }
  }

  private record(action: string, id: string, maracId: string): void {
    this.audit.record({ action, subject: { kind: 'webhook', id }, maracId });
  }
}

function idOf(after: string | undefined): string | null {
  if (after !== undefined && !isId(after))
    throw Problem.at('after', 'not-an-id', 'This must be `next` of a page before.');
  return after ?? null;
}
