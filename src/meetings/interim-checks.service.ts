import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { ActionsService } from '../actions/actions.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { comesBack } from './agenda.rules.js';
import { HearingService, type PutOff } from './hearing.service.js';
import type { InterimCheck } from './meetings.http.js';
import { type MeetingRow, nextMeeting } from './meetings.queries.js';
import { type DeferralRefusal, refuseDeferral } from './overflow.rules.js';

/**
 * Whoever puts a case off, before the day or on it, says who checks on the victim until it is heard. The check is an action like any
 * other, which is alerted of when it is overdue.
 */
@Injectable()
export class InterimChecks implements OnModuleInit {
  constructor(
    private readonly actions: ActionsService,
    private readonly hearing: HearingService,
  ) {}

  onModuleInit(): void {
    this.hearing.whenPutOff((open, putOff) => this.onTheDay(open, putOff));
  }

  /** @throws Problem 422 `not-another`, `check-required`, `check-too-late`, `required` */
  refuse(from: MeetingRow, to: MeetingRow | undefined, check: InterimCheck | undefined): void {
    const refused = refuseDeferral(from, to ?? null, check ? { dueOn: dueDay(check) } : null);
    if (refused) throw problemOf(refused);
  }

  /** Id of the action. @throws as actions do, below /interimCheck */
  async agree(open: OpenCase, agendaItemId: string, check: InterimCheck): Promise<string> {
    const input = { ...check, target: 'VICTIM' as const };
    return atPlace(
      '/interimCheck',
      async () => (await this.actions.agree(open, input, { agendaItemId, again: true })).id,
    );
  }

  /** Of a case that a cancelled meeting put off; below no other place in what was sent. @throws Problem 422 */
  async forCancelled(open: OpenCase, { itemId, to, check }: Cancelled): Promise<string> {
    const dueOn = dueDay(check, '');
    if (to && dueOn > to.heldOn) throw Problem.at('/dueOn', 'check-too-late', TOO_LATE);
    return (await this.actions.agree(open, { ...check, target: 'VICTIM' }, { agendaItemId: itemId, again: true })).id;
  }

  /** Put off or not come to: whatever the word for it, the victim waits on, and somebody thinks of her. */
  private async onTheDay(open: OpenCase, { itemId, meeting, outcome }: PutOff): Promise<void> {
    const { reason, interimCheck: check } = outcome;
    const needed = reason !== undefined && comesBack(reason);
    if (!needed && !check) return;
    this.refuse(meeting, await nextMeeting(meeting.maracId, laterOf(meeting.startsAt)), check);
    if (check) await this.agree(open, itemId, check);
  }
}

interface Cancelled {
  itemId: string;
  /** where it is heard next; undefined when nobody knows */
  to: { heldOn: string } | undefined;
  check: InterimCheck;
}

/** What is refused within is told at its place in what was sent. */
export async function atPlace<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.errors.length === 0) throw error;
    const errors = error.errors.map((one) => ({ ...one, pointer: `${place}${one.pointer}` }));
    throw new Problem(error.getStatus(), error.code, error.title, errors);
  }
}

/** From when on a meeting that follows on one is looked for: it may be long ago. */
export const laterOf = (startsAt: Date): Date => (startsAt > present() ? startsAt : present());

/** The day by which it is to be done. @throws Problem 422 `required` */
function dueDay({ dueOn, dueAt }: InterimCheck, below = '/interimCheck'): string {
  if (!dueOn && !dueAt) throw Problem.at(`${below}/dueOn`, 'required', 'Say by when.');
  return dueOn ?? todayIn(TIME_ZONE, new Date(dueAt!));
}

const TOO_LATE = 'The check comes before the meeting, not after it.';

function problemOf(refused: DeferralRefusal): Problem {
  switch (refused) {
    case 'not-another':
      return Problem.at('/toMeetingId', 'not-another', 'The case is on the list of this very meeting.');
    case 'check-required':
      return Problem.at('/interimCheck', 'check-required', 'Say who checks on the victim until then, and by when.');
    case 'check-too-late':
      return Problem.at('/interimCheck/dueOn', 'check-too-late', TOO_LATE);
  }
}
