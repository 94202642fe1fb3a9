import { AnyObject, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { EVENT_KIND_NAMES, type EventKindName } from './event-kinds.rules.js';

export class EventFeedQuery {
  @Text({
    about: 'Place in the feed to read on from: `next` of an answer before',
    max: 18,
    pattern: /^\d+$/,
    optional: true,
  })
  since?: string;
  @Whole({ about: 'How many at most', min: 1, max: 500, default: 100, optional: true }) limit: number = 100;
}

/** Something that happened. Ids alone: what they stand for is read where it is kept, by who may. */
export class EventView {
  @Id({ about: 'Id, the same as the `webhook-id` of a message' }) id: string;
  @OneOf(EVENT_KIND_NAMES, { about: 'What happened' }) kind: EventKindName;
  @AnyObject({ about: 'Ids of what it concerns, by kind' }) ids: Record<string, string>;
  @Instant({ about: 'When' }) happenedAt: string;
  @Text({ about: 'Its place in the feed', max: 18 }) place: string;
}

export class EventFeedView {
  @ListOf(() => EventView, { about: 'Oldest first' }) items: EventView[];
  @Text({ about: 'Give this as `since` to read on; null while nothing ever happened', max: 18, optional: true }) next:
    string | null;
  @YesNo({ about: 'There is more' }) more: boolean;
}
