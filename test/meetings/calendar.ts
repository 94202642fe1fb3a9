import { Relay } from '../../src/platform/events/relay.js';
import { addDays, todayIn, weekday } from '../../src/platform/values/dates.js';
import { isBankHoliday } from '../../src/platform/values/holidays.js';
import type { TestApp } from '../support/app.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

export const today = () => todayIn('Europe/London', new Date());

/** A working day at least so many days ahead. */
export function dayAhead(days: number): string {
  let day = addDays(today(), days);
  while (weekday(day) > 5 || isBankHoliday(day, 'england-and-wales')) day = addDays(day, 1);
  return day;
}

export interface Planned {
  id: string;
  heldOn: string;
  startsAt: string;
  version: number;
}

/** A meeting planned by the coordinator; 60 days ahead unless said otherwise, so that its cut-off has not passed. */
export async function plan(app: TestApp, world: World, changes: Record<string, unknown> = {}): Promise<Planned> {
  const body = { maracId: world.maracId, heldOn: dayAhead(60), startTime: '09:30', venue: 'Town hall', ...changes };
  const answer = await app.request('POST', '/meetings', { as: world.coordinator, body });
  if (answer.status !== 201) throw new Error(`not planned: ${answer.status} ${answer.text}`);
  return answer.body;
}

export interface Accepted {
  referralId: string;
  caseId: string;
  /** words of this referral that are found nowhere else */
  victim: string;
  perpetrator: string;
  address: string;
}

/** A referral that was accepted; those who listen have not heard of it before `deliver`. */
export async function accept(app: TestApp, world: World, as: TestUser = world.housing): Promise<Accepted> {
  const form = referralForm(world);
  const referred = await app.request('POST', '/referrals', { as, body: form });
  if (referred.status !== 201) throw new Error(`not referred: ${referred.status} ${referred.text}`);
  const { id: referralId, caseId, version } = referred.body;
  const headers = { 'if-match': `"${version}"` };
  const screened = await app.request('POST', `/referrals/${referralId}/screening`, {
    as: world.coordinator,
    body: { decision: 'ACCEPT' },
    headers,
  });
  if (screened.status >= 300) throw new Error(`not accepted: ${screened.status} ${screened.text}`);
  return {
    referralId,
    caseId,
    victim: form.victim.familyName,
    perpetrator: form.perpetrators[0]!.familyName,
    address: form.victim.address,
  };
}

/** What comes before a case is heard: the meeting is opened, and the chair says why with those who are there. */
export async function openFor(app: TestApp, world: World, meetingId: string, itemId: string): Promise<void> {
  const steps = [
    [`/meetings/${meetingId}/opening`, world.coordinator, { beforeItsDay: true }],
    [`/agenda-items/${itemId}/quorum-waiver`, world.chair, { reason: 'Nobody else can come' }],
  ] as const;
  for (const [path, as, body] of steps) {
    const answer = await app.request('POST', path, { as, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  }
}

/** Who looks after the victim until a case is heard that is put off. */
export const interimCheck = (world: World, dueOn = dayAhead(7)) => ({
  ...{
    ownerAgencyId: world.agencies.housing.id,
    ownerPost: 'Duty officer',
    text: 'Ring the victim, and ask what changed',
    dueOn,
  },
});

/** Brings every event to its subscribers, as the worker does each second. */
export async function deliver(app: TestApp): Promise<void> {
  await app.get(Relay).relay();
}

/** The case list as this person sees it. */
export async function caseList(app: TestApp, meetingId: string, as: TestUser) {
  const answer = await app.request('GET', `/meetings/${meetingId}/case-list`, { as });
  if (answer.status !== 200) throw new Error(`no case list: ${answer.status} ${answer.text}`);
  return answer.body;
}

export const order = (list: { items: { caseId: string }[] }) => list.items.map((item) => item.caseId);
