import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import type { ChangesQuery, FlagChangesView } from './flags.dto.js';
import { changesAfter } from './flag-changes.queries.js';

/** What became of flags, for agencies' own systems: they read on from where they were, and are told of lapses without asking. */
@Injectable()
export class FlagChanges {
  constructor(private readonly audit: Audit) {}

  async since({ since, limit }: ChangesQuery): Promise<FlagChangesView> {
    this.audit.record({ action: 'flags.changes-read', subject: { kind: 'register', id: 'flags' } });
    const items = await changesAfter(since ?? null, limit);
    return { items, next: items.at(-1)?.at ?? since ?? null, more: items.length === limit };
  }
}
