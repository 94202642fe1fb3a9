import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { clearOwn, markUnreachable, unreachableSince } from './reach.queries.js';

/** Where somebody is written to, and whether mail still arrives there. */
@Injectable()
export class Reach {
  constructor(
    private readonly identity: IdentityReader,
    private readonly audit: Audit,
  ) {}

  /** Where an active person is written to; undefined once they left. */
  addressOf(userId: string): Promise<string | undefined> {
    return tx().memory(`address of ${userId}`, () => this.identity.addressOf(userId));
  }

  /** Since when an address takes no mail. Another address of the same person may. */
  since(userId: string, address: string): Promise<Date | null> {
    return tx().memory(`mail to ${userId} at ${address}`, () => unreachableSince(userId, address));
  }

  /** Those of these people who are there and take mail. For the system. */
  async reachable(userIds: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const userId of userIds) {
      const address = await this.addressOf(userId);
      if (address && !(await unreachableSince(userId, address))) found.push(userId);
    }
    return found;
  }

  /** An address takes no mail: the id under which it is told of; undefined when it was known. */
  async lost(userId: string, address: string, code: string): Promise<string | undefined> {
    const id = newId();
    if (!(await markUnreachable({ id, userId, address, code }))) return undefined;
    this.audit.record({ action: 'address.unreachable', subject: { kind: 'user', id: userId }, code });
    return id;
  }

  /** The person says that their address is right: it is tried again. Harmless when it never failed. */
  async confirmOwn(): Promise<void> {
    const { id } = tx().actor;
    const cleared = await clearOwn(id);
    if (cleared > 0) this.audit.record({ action: 'address.confirmed', subject: { kind: 'user', id } });
  }
}
