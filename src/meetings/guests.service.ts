import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import { notPlanned } from './agenda.service.js';
import { guestWindow, refuseAvailability, type Window } from './guest-window.rules.js';
import { endGuest, guestsOfItem, guestsOfMeeting, moveGuest, setAvailability } from './guests.queries.js';
import { GuestTimes } from './guest-times.service.js';
import { GuestKinds } from './guest-kinds.service.js';
import { AgendaItem, Guest } from './meeting.entity.js';
import { meetingById } from './meetings.queries.js';
import { PAPERS } from './papers-rules.js';
import type { GuestView, NewGuest } from './papers.dto.js';

registerConstraint('guest_is_invited', {
  status: 409,
  code: 'already-invited',
  title: 'This guest is invited to the slot already.',
});

/** Guests attend one case: for that slot they may open it, and they see nothing else of the meeting. */
@Injectable()
export class Guests {
  private readonly guests = new Store(Guest);
  private readonly items = new Store(AgendaItem);

  constructor(
    private readonly access: Access,
    private readonly times: GuestTimes,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly kinds: GuestKinds,
    private readonly freeText: FreeText,
  ) {}

  /**
   * Invites a person or an agency to a case's slot.
   * @throws Problem 404; 403; 409 `not-planned`, `already-invited`; 422 `required`, `not-both`, `unknown`, `protected-address-in-text`
   */
  async invite(itemId: string, input: NewGuest): Promise<GuestView> {
    const item = await this.managed(itemId);
    const meeting = await meetingById(item.meetingId);
    if (!meeting || meeting.status !== 'PLANNED' || item.status !== 'LISTED') throw notPlanned();
    const who = await this.kinds.checked(item.maracId, input);
    const available = availability(input, meeting.heldOn);
    const slotAt = new Date(meeting.startsAt.getTime() + item.startsAfter * 60_000);
    const { from, until } = await this.window(item.maracId, slotAt, meeting.heldOn);
    if (until <= new Date()) throw Problem.conflict('not-planned', 'The day of the meeting has passed.');
    const open = await this.access.open(item.caseId, 'prepare-meeting');
    await this.freeText.check(item.caseId, { '/reason': input.reason });
    const { actor } = tx();
    const id = newId();
    const { caseId, maracId } = item;
    const { userId = null, agencyId = null, reason } = input;
    const row = { id, agendaItemId: itemId, caseId, maracId, userId, agencyId, reason, startsAt: from, endsAt: until };
    this.guests.insert({ ...row, ...available, invitedBy: `${actor.kind}:${actor.id}` });
    this.access.share(open, {
      with: who,
      labels: labelsOf('GUEST'),
      purpose: 'attend-own-slot',
      reason,
      origin: 'GUEST',
      originId: id,
      startsAt: from,
      endsAt: until,
    });
    this.times.begin({ id, meetingId: item.meetingId, maracId });
    this.audit.record({ action: 'guest.invited', subject: { kind: 'case', id: caseId }, maracId });
    await tx().settle();
    return this.one(itemId, id);
  }

  /** Guests of a case, for those who manage the meeting. @throws Problem 404; 403 */
  async list(itemId: string): Promise<GuestView[]> {
    await this.managed(itemId);
    return guestsOfItem(itemId);
  }

  /** A guest does not come: the case is shut to them at once. @throws Problem 404; 403; 409 `already-ended`; 422 */
  async uninvite(guestId: string, because: string): Promise<GuestView> {
    const guest = await this.guests.byId(guestId);
    if (!guest) throw Problem.notFound();
    const item = await this.managed(guest.agendaItemId);
    await this.freeText.check(item.caseId, { '/reason': because });
    if ((await endGuest(guestId, because)) === 0)
      throw Problem.conflict('already-ended', 'The invitation was taken back before.');
    const { caseId: id, maracId, meetingId } = item;
    await this.times.end({ id: guestId, meetingId, maracId }, because);
    this.audit.record({ action: 'guest.uninvited', subject: { kind: 'case', id }, maracId });
    return this.one(item.id, guestId);
  }

  /** When a guest can come: the order proposed goes by it. @throws Problem 404; 403; 409 `already-ended`, `not-planned`; 422 */
  async sayWhen(guestId: string, said: Available): Promise<GuestView> {
    const guest = await this.guests.byId(guestId);
    if (!guest) throw Problem.notFound();
    const item = await this.managed(guest.agendaItemId);
    const meeting = await meetingById(item.meetingId);
    if (!meeting || meeting.status !== 'PLANNED') throw notPlanned();
    const { availableFrom, availableUntil } = availability(said, meeting.heldOn);
    const { caseId, maracId } = item;
    await this.access.open(caseId, 'prepare-meeting');
    if ((await this.one(item.id, guestId)).endedAt)
      throw Problem.conflict('already-ended', 'The invitation was taken back before.');
    setAvailability(guestId, availableFrom, availableUntil);
    this.audit.record({ action: 'guest.availability', subject: { kind: 'case', id: caseId }, maracId });
    return this.one(item.id, guestId);
  }

  /** Nobody comes any more to a case that left the list. */
  async endAll(itemId: string, because: string): Promise<void> {
    const item = await this.items.byId(itemId);
    if (!item) return;
    const { meetingId, maracId } = item;
    for (const { id, endedAt } of await guestsOfItem(itemId)) {
      if (endedAt) continue;
      await endGuest(id, because);
      await this.times.end({ id, meetingId, maracId }, because);
    }
  }

  /** Slots moved: so does the time in which each guest may open their case. */
  async followOrder(meetingId: string, maracId: string): Promise<void> {
    for (const { id, slotAt, heldOn, startsAt } of await guestsOfMeeting(meetingId)) {
      const { from, until } = await this.window(maracId, slotAt, heldOn);
      moveGuest(id, from, until);
      await this.times.move({ id, meetingId, maracId, startsAt }, from, until);
    }
  }

  private async window(maracId: string, slotAt: Date, heldOn: string): Promise<Window> {
    const { rules } = await this.maracs.rules(maracId, PAPERS, todayIn(TIME_ZONE, new Date()));
    return guestWindow(slotAt, heldOn, rules.guestMinutesBefore, TIME_ZONE);
  }

  private async managed(itemId: string): Promise<AgendaItem> {
    const item = await this.items.byId(itemId);
    if (!item) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', item.maracId)) throw Problem.notAllowed();
    return item;
  }

  private async one(itemId: string, guestId: string): Promise<GuestView> {
    const view = (await guestsOfItem(itemId)).find(({ id }) => id === guestId);
    if (!view) throw new Error('the invitation just written is not there');
    return view;
  }
}

type Available = Pick<NewGuest, 'availableFrom' | 'availableUntil'>;

const WRONG = {
  required: 'From when until when: both, or neither.',
  'another-day': 'This is not on the day of the meeting.',
  'before-it-begins': 'This is before they can come.',
} as const;

/** @throws Problem 422 `required`, `another-day`, `before-it-begins` */
function availability({ availableFrom, availableUntil }: Available, meetingOn: string) {
  const from = availableFrom ? new Date(availableFrom) : null;
  const until = availableUntil ? new Date(availableUntil) : null;
  const refused = refuseAvailability({ from, until }, meetingOn, TIME_ZONE);
  if (refused) throw Problem.at(`/${refused.field}`, refused.code, WRONG[refused.code]);
  return { availableFrom: from, availableUntil: until };
}
