import { randomUUID } from 'node:crypto';
import { Overdue } from '../../src/actions/overdue.service.js';
import { FlagWatch } from '../../src/flags/flag-watch.service.js';
import { todayIn } from '../../src/platform/values/dates.js';
import { actionHistory } from './action-history.js';
import type { TestApp } from './app.js';
import { supported } from './full-support.js';
import { referralForm } from './referral.js';
import { neighbour, type TestUser, type World } from './world.js';

export interface FullCase {
  caseId: string;
  referralId: string;
  meetingId: string;
  agendaItemId: string;
  actionId: string;
}

/** @throws Error with the answer, so that a journey that stops says where */
async function done(
  app: TestApp,
  as: TestUser,
  path: string,
  body?: unknown,
  version?: number,
  method: 'POST' | 'PUT' = 'POST',
): Promise<any> {
  const headers = version === undefined ? undefined : { 'if-match': `"${version}"` };
  const answer = await app.request(method, path, { as, body, headers });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** Somebody outside the system was told, of the kind that every reader of the case may tell. */
export const disclosureForm = (changes: Record<string, unknown> = {}) => ({
  told: 'Duty social worker, out-of-hours team',
  locates: false,
  labels: ['IDENTITY'],
  lawfulBasis: ['UKGDPR-6-1-E', 'CDA1998-S115'],
  reason: 'Children at home tonight',
  channel: 'TELEPHONE',
  marking: 'OFFICIAL_SENSITIVE',
  toldAt: '2026-06-02T18:30:00+01:00',
  ...changes,
});

/** Circulated to Housing alone, which researched it and shared something; with a guest to its slot, and the coordinator's declaration. */
async function sharedAtMeeting(
  app: TestApp,
  world: World,
  { meetingId, agendaItemId }: Record<string, string>,
  adds: TestUser,
) {
  const { coordinator, housing, agencies } = world;
  const needed = { agencyIds: [agencies.housing.id], reason: 'Landlord' };
  await done(app, coordinator, `/agenda-items/${agendaItemId}/invitations`, needed, undefined, 'PUT');
  await done(app, adds, `/meetings/${meetingId}/circulation`, { reason: 'For the meeting' });
  await done(app, coordinator, `/meetings/${meetingId}/declarations`, { statementVersion: 1 });
  const research = `/agenda-items/${agendaItemId}/research`;
  const { people } = (await app.request('GET', research, { as: housing })).body;
  for (const { personId } of people) {
    const found = { known: 'KNOWN', facts: 'A joint tenancy' };
    await done(app, housing, `${research}/people/${personId}`, found, 0, 'PUT');
  }
  const found = { status: 'RETURNED', systemsSearched: ['Tenancies'], known: true, facts: 'A joint tenancy' };
  await done(app, housing, research, found, 1, 'PUT');
  const snippet = { text: 'Rent is paid by him', nature: 'FACT', purpose: 'Economic abuse', label: 'PERPETRATOR' };
  await done(app, housing, `/agenda-items/${agendaItemId}/shared-information`, snippet);
  const guest = { userId: world.referrer.id, reason: 'Took the referral' };
  await done(app, coordinator, `/agenda-items/${agendaItemId}/guests`, guest);
  await takenAway(app, meetingId!, coordinator);
}

/** A copy of the papers, in the register. */
async function takenAway(app: TestApp, meetingId: string, as: TestUser): Promise<void> {
  const { status } = await app.request('POST', `/meetings/${meetingId}/papers`, { as });
  if (status !== 201) throw new Error(`no copy of the papers: ${status}`);
}

const neighbours = new WeakMap<World, ReturnType<typeof neighbour>>();

/** Offered to an area beside this one. */
async function moving(app: TestApp, world: World, caseId: string) {
  const beside = neighbours.get(world) ?? neighbour(app);
  neighbours.set(world, beside);
  const { maracId } = await beside;
  const offer = { toMaracId: maracId, kind: 'TEMPORARY', reason: 'She stays with family' };
  await done(app, world.coordinator, `/cases/${caseId}/transfers`, offer);
}

/**
 * A case with something in every table: referred by Housing, and again after a further incident, accepted, listed at a meeting (a new one unless it is given),
 * circulated to Housing alone and offered to another area, with an action of Housing that was worked on and is overdue, something told outside the system, and closed to an analyst, who could not see it anyway.
 */
export async function fullCase(
  app: TestApp,
  world: World,
  changes: Record<string, unknown> = {},
  meetingId?: string,
): Promise<FullCase> {
  const form = referralForm(world, changes);
  const first = await done(app, world.housing, '/referrals', form);
  await done(app, world.coordinator, `/referrals/${first.id}/screening`, { decision: 'ACCEPT' }, first.version);
  const again = await done(app, world.housing, '/referrals', {
    ...form,
    incidentOn: todayIn('Europe/London', new Date()),
  });
  if (again.caseId !== first.caseId) throw new Error(`the second referral did not join the first: ${again.outcome}`);
  const { caseId } = first;
  const refuge = {
    kind: 'REFUGE',
    name: 'Willowmere',
    address: '9 Sheltered Row',
    postcode: 'NB8 8ZZ',
    phone: '01632 960777',
  };
  await done(app, world.coordinator, `/cases/${caseId}/locations`, refuge);
  const heldOn = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
  const place = { maracId: world.maracId, heldOn, startTime: '09:30', venue: 'Town hall', evenOnBankHoliday: true };
  const meeting = meetingId ? { id: meetingId } : await done(app, world.coordinator, '/meetings', place);
  const adds = meetingId ? world.chair : world.coordinator; // what comes after circulation is the chair's
  const late = meetingId ? { reason: 'He was released early' } : {};
  const item = await done(app, adds, `/meetings/${meeting.id}/agenda-items`, { caseId, ...late });
  await decidedOn(app, again.id, item.id);
  await sharedAtMeeting(app, world, { meetingId: meeting.id, agendaItemId: item.id }, adds);
  await moving(app, world, caseId);
  const task = {
    ownerAgencyId: world.agencies.housing.id,
    ownerPost: 'Duty officer',
    text: 'Change the locks',
    target: 'VICTIM',
  };
  const action = await done(app, world.coordinator, `/cases/${caseId}/actions`, task);
  await done(app, world.housing, `/actions/${action.id}/updates`, { note: 'Locksmith booked' });
  await done(app, world.housing, `/cases/${caseId}/disclosures`, disclosureForm());
  await app.rows(`update actions.actions set due_at = clock_timestamp() - interval '1 second' where id = $1`, [
    action.id,
  ]);
  await actionHistory(app, action.id);
  await app.get(Overdue).sweep();
  await rested(app, action.id);
  const [victim] = await app.rows('select r.victim_id as id from referrals.referrals r where r.id = $1', [first.id]);
  const former = { kind: 'PREVIOUS', familyName: 'Formerly', givenNames: 'Amara' };
  await done(app, world.housing, `/persons/${victim.id}/details`, { name: former });
  await acknowledged(app, world, caseId);
  await minuted(app, world, item.id, action.id);
  await drafted(app, item.id);
  await confirmPair(app, caseId);
  await closeToAnalyst(app, world, caseId);
  await openAndClose(app, world, caseId);
  await supported(app, world, { caseId, referralId: first.id });
  return { caseId, referralId: first.id, meetingId: meeting.id, agendaItemId: item.id, actionId: action.id };
}

/** Its action rested for a day, once. */
async function rested(app: TestApp, actionId: string): Promise<void> {
  await app.rows(
    `insert into actions.pauses (id, action_id, case_id, marac_id, reason, paused_at, paused_by, until, ended_at, ended_by)
     select gen_random_uuid(), a.id, a.case_id, a.marac_id, 'UNSAFE', now() - interval '3 days', 'test:test', now() - interval '2 days',
            now() - interval '2 days', 'test:test' from actions.actions a where a.id = $1`,
    [actionId],
  );
}

/** Something was minuted of it, its guest came, it was heard without a quorum, and its action was reviewed. */
async function minuted(app: TestApp, world: World, itemId: string, actionId: string): Promise<void> {
  const path = `/agenda-items/${itemId}/record/DECISIONS`;
  await done(app, world.coordinator, path, { revisionId: randomUUID(), text: 'Housing first' }, 0, 'PUT');
  await done(app, world.coordinator, `${path}/notes`, { id: randomUUID(), text: 'Housing disagrees' });
  const of = `from meetings.agenda_items i where i.id = $1`;
  await app.rows(
    `insert into conference.hearings (id, meeting_id, case_id, marac_id, rule_version, reason, waived_by, waived_at)
     select i.id, i.meeting_id, i.case_id, i.marac_id, 0, 'Tonight', 'test:test', now() ${of}`,
    [itemId],
  );
  await app.rows(
    `insert into conference.guest_attendance (id, agenda_item_id, meeting_id, case_id, marac_id, arrived_at, recorded_by)
     select g.id, i.id, i.meeting_id, i.case_id, i.marac_id, now(), 'test:test'
       from meetings.agenda_items i join meetings.guests g on g.agenda_item_id = i.id where i.id = $1`,
    [itemId],
  );
  await app.rows(
    `insert into conference.action_reviews (id, meeting_id, case_id, marac_id, action_id, finding, note, closed, reviewed_by)
     select gen_random_uuid(), i.meeting_id, i.case_id, i.marac_id, $2, 'CARRIED_ON', 'Locks in stock', false, 'test:test' ${of}`,
    [itemId, actionId],
  );
}

/** Minutes of its meeting were drafted once. */
async function drafted(app: TestApp, itemId: string): Promise<void> {
  await app.rows(
    `with item as (select * from meetings.agenda_items where id = $1), first as (
       insert into minutes.versions (id, meeting_id, marac_id, status, head, content_hash, drafted_by)
       select gen_random_uuid(), i.meeting_id, i.marac_id, 'SUPERSEDED', '{}', repeat('0', 64), 'test:test' from item i
        where not exists (select from minutes.versions v where v.meeting_id = i.meeting_id) returning id, meeting_id)
     insert into minutes.parts (id, version_id, agenda_item_id, meeting_id, case_id, marac_id, label, content, hash)
     select gen_random_uuid(), v.id, i.id, i.meeting_id, i.case_id, i.marac_id, 'INTELLIGENCE', '{"ref":"NB"}', repeat('0', 64)
       from item i, (select id, meeting_id from first union all select id, meeting_id from minutes.versions) v
      where v.meeting_id = i.meeting_id`,
    [itemId],
  );
}

/** Something was once declined and appealed against, and put off. */
async function decidedOn(app: TestApp, referralId: string, agendaItemId: string): Promise<void> {
  await app.rows(
    `insert into referrals.appeals (id, referral_id, case_id, marac_id, grounds, made_by, declined_by, due_at)
     select gen_random_uuid(), r.id, r.case_id, r.marac_id, 'It is not over', 'test', 'another', now() + interval '1 day'
       from referrals.referrals r where r.id = $1`,
    [referralId],
  );
  await app.rows(
    `insert into meetings.deferrals (id, agenda_item_id, case_id, marac_id, reason, because, decided_by)
     select gen_random_uuid(), i.id, i.case_id, i.marac_id, 'TIME_OVERRUN', 'The list was too long', 'test'
       from meetings.agenda_items i where i.id = $1`,
    [agendaItemId],
  );
}

/** Its flag is told of in the feed, and Housing, which was reminded, placed its marker. */
async function acknowledged(app: TestApp, world: World, caseId: string): Promise<void> {
  await app.get(FlagWatch).sweep();
  const { items } = (await app.request('GET', '/flags?limit=200', { as: world.housing })).body;
  const { id } = items.find((flag: { caseId: string }) => flag.caseId === caseId);
  const { version } = (await app.request('GET', `/flags/${id}`, { as: world.housing })).body;
  await app.rows(
    `insert into flags.chases (id, flag_id, case_id, marac_id, agency_id, owed, flag_version)
     select gen_random_uuid(), f.id, f.case_id, f.marac_id, $2, 'PLACING', f.version from flags.flags f where f.id = $1`,
    [id, world.agencies.housing.id],
  );
  await done(app, world.housing, `/flags/${id}/acknowledgements`, { marker: 'PLACED' }, version);
}

/** Somebody was asked whether the victim of both referrals is one person, and said so. */
async function confirmPair(app: TestApp, caseId: string): Promise<void> {
  await app.rows(
    `insert into persons.link_proposals (id, person_id, other_id, case_id, marac_id, other_case_id, other_marac_id, certainty, evidence,
                                         status, decided_by, decided_at)
     select gen_random_uuid(), max(p.id::text)::uuid, min(p.id::text)::uuid, p.case_id, p.marac_id, p.case_id, p.marac_id, 'PROBABLE',
            '{same name}', 'CONFIRMED', 'test:test', now()
       from persons.persons p where p.case_id = $1 and p.label = 'IDENTITY' group by p.case_id, p.marac_id`,
    [caseId],
  );
}

/** A conflict of interest of somebody who could not see the case anyway, reported and confirmed. */
async function closeToAnalyst(app: TestApp, world: World, caseId: string): Promise<void> {
  await done(app, world.chair, '/conflicts', { caseId, userId: world.analyst.id, nature: 'NEIGHBOUR' });
  const register = await app.request('GET', `/conflicts?marac=${world.maracId}&limit=200`, { as: world.chair });
  const line = register.body.items.find((one: { caseId: string }) => one.caseId === caseId);
  await done(
    app,
    world.chair,
    `/conflicts/${line.id}/decisions`,
    { step: 'CONFIRM', reason: 'they said so' },
    line.version,
  );
}

/** An emergency opening that is over. */
async function openAndClose(app: TestApp, world: World, caseId: string): Promise<void> {
  const somebody = await world.person(world.agencies.probation.id, ['AGENCY_REPRESENTATIVE']);
  const glass = { caseId, reasonCode: 'OUT_OF_HOURS', text: 'She called the night line' };
  const { id } = await done(app, somebody, '/break-glass', glass);
  await app.request('DELETE', `/break-glass/${id}`, { as: somebody });
}
