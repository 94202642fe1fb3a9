import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Settings } from '../platform/config/settings.js';
import { newToken, tokenHash } from '../platform/crypto/tokens.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { addDays, todayIn } from '../platform/values/dates.js';
import { Feed } from './feed.entity.js';
import type { FeedView, NewFeed, NewFeedView } from './feeds.dto.js';
import { feedOf, feedsOf, guestSight, meetingsForFeed, revokeFeed, slotsForFeed, touchFeed } from './feeds.queries.js';
import { type FeedMeeting, icsOf } from './ics.rules.js';

const READING = Actor.system('calendar-feed');
const [DAYS_BACK, DAYS_AHEAD, MOST_MEETINGS, MOST_FEEDS] = [60, 400, 2000, 10];

/**
 * Calendars of people follow their meetings by an address that nobody can guess. It opens the times of meetings, and of slots as a guest, and nothing else,
 * of the areas in which its owner may read of them at that moment: it dies with their role, their agency's signature and themselves.
 */
@Injectable()
export class Feeds {
  private readonly feeds = new Store(Feed);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly identity: IdentityReader,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem 409 `too-many-feeds` */
  async add({ name }: NewFeed): Promise<NewFeedView> {
    const { id: userId } = tx().actor;
    if ((await feedsOf(userId)).length >= MOST_FEEDS)
      throw Problem.conflict('too-many-feeds', `You have ${MOST_FEEDS} feeds. Revoke those that you do not use.`);
    const token = newToken();
    const id = newId();
    this.feeds.insert({ id, userId, name, tokenHash: tokenHash(token) });
    this.audit.record({ action: 'calendar-feed.added', subject: { kind: 'user', id: userId } });
    const view = (await feedsOf(userId)).find((feed) => feed.id === id);
    if (!view) throw new Error('the feed just made is not there');
    return { ...view, url: `${this.settings.publicUrl}/api/v1/calendar-feeds/${token}/meetings.ics` };
  }

  list(): Promise<FeedView[]> {
    return feedsOf(tx().actor.id);
  }

  /** In force at once. @throws Problem 404 for one that is somebody else's, was revoked or never was */
  async revoke(id: string): Promise<void> {
    const { id: userId } = tx().actor;
    if ((await revokeFeed(userId, id)) === 0) throw Problem.notFound();
    this.audit.record({ action: 'calendar-feed.revoked', subject: { kind: 'user', id: userId } });
  }

  /** The file behind a token. Call outside a unit of work. @throws Problem 404, whatever the token lacks */
  async ics(token: string): Promise<string> {
    const actor = await this.uow.run(READING, () => this.ownerOf(token));
    if (!actor) throw Problem.notFound();
    const today = todayIn(TIME_ZONE, present());
    const [from, to] = [addDays(today, -DAYS_BACK), addDays(today, DAYS_AHEAD)];
    const [meetings, slots] = await this.uow.run(actor, async () => [
      await meetingsForFeed(actor.scopesOf('meetings:read'), from, to, MOST_MEETINGS),
      await this.slotsOf(actor, from, to),
    ]);
    return icsOf([...meetings, ...slots], this.settings.publicUrl);
  }

  /** What somebody is a guest of: that a case is closed to them since takes its slot away, as if there had been none. */
  private async slotsOf(actor: Actor, from: string, to: string): Promise<FeedMeeting[]> {
    const sight = await guestSight();
    const { id: userId, agencyId } = actor;
    const guest = { userId, agencyId, maracIds: actor.scopesOf('slots:read'), ...sight };
    return this.uow.elevated(() => slotsForFeed(guest, from, to, MOST_MEETINGS));
  }

  private async ownerOf(token: string): Promise<Actor | undefined> {
    const feed = await feedOf(tokenHash(token));
    const actor = feed && (await this.identity.actorOf(feed.userId));
    if (actor) touchFeed(feed.id);
    return actor;
  }
}
