import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import { referralForm } from '../support/referral.js';
import { freshly } from '../support/second-factor.js';
import type { TestUser, World } from '../support/world.js';
import { CANARY_FORM, type Kind } from './canary-words.js';

/** Somebody who walks through everything, and what may be told them. */
export interface Walker {
  name: string;
  /** undefined: not signed in */
  as?: TestUser;
  may: readonly Kind[];
}

export interface Scene {
  walkers: Walker[];
  /** real ids, by the first word of a path and by the name of a later parameter */
  ids: Record<string, string>;
}

const VICTIM: Kind[] = ['IDENTITY', 'CONTACT', 'PERPETRATOR', 'EQUALITY'];
/** Coordinators and chairs: the whole case and what was decided about it, but for what an agency keeps to itself. */
const STANDING: Kind[] = [...VICTIM, 'INTELLIGENCE', 'ACTION', 'REVIEW', 'TRANSFER', 'INVITING'];

/** One case in which every word is planted, and twenty who stand in as many relations to it. */
export async function canaryScene(app: TestApp, world: World): Promise<Scene> {
  const full = await fullCase(app, world, CANARY_FORM);
  const walkers = await walkersOf(app, world, full.caseId);
  return { walkers, ids: await idsOf(app, world, full) };
}

async function walkersOf(app: TestApp, world: World, caseId: string): Promise<Walker[]> {
  const { agencies } = world;
  const ask = async (path: string, as: TestUser, body: object) => {
    const answer = await app.request('POST', path, { as, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  };
  const shut = await world.person(agencies.police.id, ['COORDINATOR']);
  await ask('/conflicts', world.chair, { caseId, userId: shut.id, nature: 'RELATIVE' });
  const opener = await world.person(agencies.probation.id, ['AGENCY_REPRESENTATIVE']);
  const glass = { caseId, reasonCode: 'OUT_OF_HOURS', text: 'The police rang, no more is known' };
  await ask('/break-glass', opener, glass);
  const needing = await freshly(app, await world.person(agencies.police.id, ['CHAIR']));
  await ask(`/cases/${caseId}/needs`, needing, { labels: ['LOCATION_SAFE'], reason: 'A visit tonight' });
  const checking = await world.person(agencies.police.id, ['AUDITOR']);
  await ask(`/cases/${caseId}/needs`, checking, { labels: ['IDENTITY'], reason: 'A complaint' });
  const elsewhere = await app.world();
  const [offered] = await app.rows<TestUser>(
    `select u.id, u.email, u.agency_id as "agencyId", '' as token from identity.users u join identity.user_roles r on r.user_id = u.id
      where r.role = 'COORDINATOR' and r.marac_id = (select d.to_marac_id from transfers.destinations d where d.case_id = $1)`,
    [caseId],
  );
  const own: Kind[] = ['IDENTITY', 'PERPETRATOR', 'ACTION'];
  return [
    { name: 'nobody', may: [] },
    { name: 'coordinator', as: world.coordinator, may: STANDING },
    { name: 'coordinator, second factor', as: await freshly(app, world.coordinator), may: [...STANDING, 'LOCATION_SAFE'] },
    { name: 'coordinator, second factor 16 minutes ago', as: await freshly(app, world.coordinator, 16), may: STANDING },
    { name: 'coordinator with a conflict', as: await freshly(app, shut), may: [] },
    { name: 'coordinator elsewhere', as: await freshly(app, elsewhere.coordinator), may: [] },
    { name: 'coordinator to whom it is offered', as: await freshly(app, offered!), may: [] },
    { name: 'chair', as: await freshly(app, world.chair), may: STANDING },
    { name: 'chair who said why', as: needing, may: [...STANDING, 'LOCATION_SAFE'] },
    { name: 'administrator', as: await freshly(app, world.administrator), may: [] },
    { name: 'IDVA', as: world.idva, may: [...VICTIM, 'ACTION', 'TRANSFER'] },
    { name: 'IDVA, second factor', as: await freshly(app, world.idva), may: [...VICTIM, 'ACTION', 'TRANSFER', 'LOCATION_SAFE'] },
    { name: 'IDVA elsewhere', as: await freshly(app, elsewhere.idva), may: [] },
    { name: 'referring agency', as: await freshly(app, world.housing), may: [...own, 'RESEARCH', 'INTELLIGENCE'] },
    { name: 'referrer and guest', as: await freshly(app, world.referrer), may: [] },
    { name: 'agency without a part', as: await freshly(app, world.police), may: [] },
    { name: 'agency of one who opened it', as: await freshly(app, world.probation), may: [] },
    { name: 'emergency', as: await freshly(app, opener), may: ['IDENTITY', 'CONTACT', 'PERPETRATOR'] },
    { name: 'auditor', as: await freshly(app, world.auditor), may: [] },
    { name: 'auditor who said why', as: await freshly(app, checking), may: ['IDENTITY', 'INVITING'] },
    { name: 'analyst', as: await freshly(app, world.analyst), may: [] },
    { name: 'observer', as: await freshly(app, world.observer), may: [] },
  ];
} // prettier-ignore

async function idsOf(app: TestApp, world: World, full: FullCase): Promise<Record<string, string>> {
  const of = async (sql: string): Promise<string> => (await app.rows<{ id: string }>(sql, [full.caseId]))[0]!.id;
  const first = (table: string) => of(`select id from ${table} where case_id = $1 limit 1`);
  const csv = { 'content-type': 'text/csv' };
  const dry = `/imports?marac=${world.code}&dryRun=true`;
  const started = await app.request('POST', dry, { as: world.coordinator, body: Buffer.from('ref\nx\n'), headers: csv });
  const victim = `select p.id from persons.persons p where p.case_id = $1 and p.family_name = 'Quillhaven' limit 1`;
  return {
    ...{ cases: full.caseId, referrals: full.referralId, actions: full.actionId, meetings: full.meetingId },
    ...{ 'agenda-items': full.agendaItemId, maracs: world.maracId, agencies: world.agencies.housing.id },
    ...{ users: world.observer.id, imports: started.body.id, persons: await of(victim), audit: full.caseId },
    ...{ flags: await first('flags.flags'), assessments: await first('assessments.assessments'), conflicts: await first('conflicts.conflicts') },
    ...{ 'break-glass': await first('break_glass.uses'), transfers: await first('transfers.transfers') },
    ...{ guests: await first('meetings.guests'), locationId: await first('persons.locations') },
    ...{ grantId: await first('access.grants'), 'shared-information': await first('research.shared_information') },
    protocols: await of(`select p.id from access.protocols p join access.cases c on c.marac_id = p.marac_id where c.id = $1`),
    signatureId: await of(`select s.id from access.signatures s join access.cases c on c.marac_id = s.marac_id where c.id = $1`),
    none: randomUUID(),
  };
} // prettier-ignore

/** Bodies of the reading routes that are asked by POST, naming those who are to be found. */
export function questions(world: World): Record<string, object> {
  const { victim, perpetrators } = CANARY_FORM;
  const terms = { familyName: victim.familyName, givenNames: victim.givenNames, birthDate: victim.birthDate };
  return {
    '/api/v1/persons/search': { maracId: world.maracId, ...terms },
    '/api/v1/persons/askers': terms,
    '/api/v1/repeat-checks': { maracId: world.maracId, victim: referralForm(world, CANARY_FORM).victim, perpetrators },
  };
}
