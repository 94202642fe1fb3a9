import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import type { EventFeedQuery, EventFeedView } from './event-feed.dto.js';
import { eventsAfter } from './event-feed.queries.js';

/** What happened, for agencies' own systems that would rather ask than be told: they read on from where they were. */
@Injectable()
export class EventFeed {
  constructor(private readonly audit: Audit) {}

  async since({ since, limit }: EventFeedQuery): Promise<EventFeedView> {
    this.audit.record({ action: 'events.read', subject: { kind: 'register', id: 'events' } });
    const items = await eventsAfter(since ?? '0', limit);
    return { items, next: items.at(-1)?.place ?? since ?? null, more: items.length === limit };
  }
}
