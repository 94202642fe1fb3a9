import { expect } from '@jest/globals';
import { dayAhead, today } from '../meetings/calendar.js';
import { setRules } from '../support/asking.js';
import * as after from './after-steps.js';
import { emergency, type Emergency } from './emergency-steps.js';
import * as intake from './intake-steps.js';
import { type Journey, type Secret, type Told, tracesOf } from './journey.js';
import * as meeting from './meeting-steps.js';
import * as research from './research-steps.js';
import { transfer } from './transfer-steps.js';

/** The two meetings of the month: in a fortnight, and in four weeks. Both begin at this minute, so that they have begun on their day. */
export interface Meetings {
  first: string;
  second: string;
}

const overdue = (tells: string[], unit: object = { workingDays: 0 }) => [
  { step: 'AFTER', ...unit, tells, urgent: true },
];

/** Everything is told of once, when it is overdue: how far up it goes by the end of the fortnight would hang on the day of the week. */
const TOLD_ONCE = {
  actions: overdue(['REPRESENTATIVE', 'COORDINATOR']),
  urgentActions: overdue(['REPRESENTATIVE', 'COORDINATOR'], { hours: 0 }),
  minutes: overdue(['COORDINATOR', 'CHAIR']),
  flagMarkers: overdue(['CHAIR'], { workingDays: 60 }),
};

const thisMinute = () => new Date().toLocaleTimeString('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' });

async function plan(journey: Journey): Promise<Meetings> {
  const { maracId, coordinator } = journey.people;
  const place = { maracId, startTime: thisMinute(), venue: 'Town hall' };
  // tasks are looked through each quarter of an hour: whether one falls into the journey is a matter of chance
  const tasks = { told: [] };
  await setRules(journey.app, journey.people, {
    meetings: { referralCutOffWorkingDays: 4 },
    ladders: TOLD_ONCE,
    tasks,
  });
  await setRules(journey.app, journey.people.there, { ladders: TOLD_ONCE, tasks });
  const on = (days: number) =>
    journey.done('POST', '/meetings', coordinator, { ...place, heldOn: dayAhead(days) }) as Promise<{ id: string }>;
  return journey.calm(async () => ({ first: (await on(14)).id, second: (await on(28)).id }));
}

/** The second coordinator says whom they are related to, before anybody refers that person. */
async function declareKin(journey: Journey): Promise<void> {
  const tie = { person: intake.RELATIVE, nature: 'RELATIVE' };
  await journey.calm(() => journey.done('POST', '/conflicts', journey.people.kin, tie));
}

/** One person and one agency are kept out of a case each; the coordinator is told of the first, the chair decides the second. */
async function shutOut(journey: Journey, told: Told[]): Promise<Secret[]> {
  const { maracId, coordinator, chair, kin, more } = journey.people;
  const [kins, drugs] = [told[intake.KIN]!, told[intake.SHUT_OUT]!];
  const { items } = await journey.get(`/conflicts?marac=${maracId}`, coordinator);
  const line = items.find((one: { caseId: string }) => one.caseId === kins.caseId);
  expect(line).toMatchObject({ userId: kin.id, status: 'PROVISIONAL' });
  expect(await journey.noticesOf(coordinator, line.id)).toEqual(['CONFLICT_TO_DECIDE']);
  expect(await journey.noticesOf(kin, line.id)).toEqual([]);
  const decision = { step: 'CONFIRM', reason: 'They said so' };
  await journey.calm(async () => {
    await journey.done('POST', `/conflicts/${line.id}/decisions`, coordinator, decision, line.version);
    const restriction = { agencyId: more.drugs.agencyId, exceptUserIds: [], reason: 'He works there' };
    await journey.done('POST', `/cases/${drugs.caseId}/restrictions`, chair, restriction);
  });
  return [
    { from: kin, told: kins },
    { from: more.drugs, told: drugs },
  ];
}

/** Those who are kept out find nothing; the coordinator, who asks the same, does: the words are there to be found. */
export async function findNothing(
  journey: Journey,
  meetings: Meetings,
  { extra = [] as string[], contrast = false } = {},
) {
  const ids = [...Object.values(meetings), ...extra];
  for (const secret of journey.secrets) {
    expect(await tracesOf(journey, secret, ids)).toEqual([]);
    const { coordinator } = journey.people;
    if (contrast) expect((await tracesOf(journey, { ...secret, from: coordinator }, ids)).length).toBeGreaterThan(3);
  }
}

/** A fortnight of a MARAC, by what its people do over HTTP. */
export async function fortnight(journey: Journey): Promise<void> {
  const meetings = await plan(journey);
  const told = await comeIn(journey, meetings);
  const acute = await emergency(journey, told[intake.EMERGENCY]!);
  await heardOnce(journey, meetings, told[intake.EMERGENCY]!);
  await journey.pass(1);
  await intake.complete(journey, told);
  await intake.acceptRest(journey, told);
  await transfer(journey, told[intake.MOVES]!, meetings.first);
  await findNothing(journey, meetings);
  await goOut(journey, meetings, told);
  await journey.pass(daysUntil((await journey.get(`/meetings/${meetings.first}`, journey.people.coordinator)).heldOn));
  await comeTogether(journey, meetings, told, acute);
  await journey.pass(1);
  await after.minute(journey, acute.meetingId, []);
  await goHome(journey, meetings, told);
}

/** What was heard in an emergency waits on no list any more, and among the unlisted neither. */
async function heardOnce(journey: Journey, { first }: Meetings, { caseId }: Told): Promise<void> {
  const { coordinator, maracId } = journey.people;
  const places = await research.listOf(journey, first, coordinator);
  expect(places.filter((one) => one.caseId === caseId).map((one) => one.status)).not.toContain('LISTED');
  expect((await journey.ask('GET', `/meetings/unlisted?marac=${maracId}`, coordinator)).text).not.toContain(caseId);
}

const daysUntil = (day: string) => Math.round((Date.parse(day) - Date.parse(today())) / 86_400_000);

async function comeIn(journey: Journey, meetings: Meetings): Promise<Told[]> {
  await declareKin(journey);
  const told = await intake.refer(journey);
  journey.secrets.push(...(await shutOut(journey, told)));
  await findNothing(journey, meetings, { contrast: true });
  await intake.sendBack(journey, told);
  await intake.appeal(journey, told[intake.APPEALED]!);
  return told;
}

const focusOf = (told: Told[]) => told[intake.WITH_CHILDREN]!;
const unreachedOf = (told: Told[]) => [told[17]!, told[18]!];

async function goOut(journey: Journey, meetings: Meetings, told: Told[]): Promise<void> {
  await research.sendOut(journey, meetings);
  await findNothing(journey, meetings);
  await research.research(journey, meetings, focusOf(told), told[intake.SHUT_OUT]!);
  await research.prepare(journey, meetings, told[16]!);
  await findNothing(journey, meetings);
}

async function comeTogether(journey: Journey, meetings: Meetings, told: Told[], acute: Emergency): Promise<void> {
  expect(await journey.noticesOf(journey.people.more.mind)).toContain('RESEARCH_OVERDUE');
  await meeting.takePapers(journey, meetings, focusOf(told), journey.secrets);
  const lines = await meeting.open(journey, meetings);
  await meeting.lookBack(journey, meetings, acute);
  await meeting.discuss(journey, meetings, lines, focusOf(told), unreachedOf(told));
  await findNothing(journey, meetings, { extra: [acute.meetingId], contrast: true });
  await meeting.closeMeeting(journey, meetings, unreachedOf(told));
}

async function goHome(journey: Journey, meetings: Meetings, told: Told[]): Promise<void> {
  const minutesId = await after.minute(journey, meetings.first, journey.secrets);
  await after.verify(journey, minutesId, focusOf(told));
  await after.placeMarkers(journey, focusOf(told), journey.secrets);
  await after.follow(journey);
  await findNothing(journey, meetings);
}
