import type { TestApp } from '../support/app.js';
import { namesOf, type Partnership } from './partnership.js';

/** What is counted in the end, and by what: states and kinds, no id and no time. $1: the first area. */
const COUNTS: Record<string, string> = {
  referrals: `select r.marac_id = $1 as here, r.status, r.emergency, r.outcome, r.heard_on is not null as heard from referrals.referrals r`,
  steps: `select s.step from referrals.steps s`,
  appeals: `select a.outcome from referrals.appeals a`,
  cases: `select c.marac_id = $1 as here from access.cases c`,
  grants: `select g.origin, g.labels::text as labels, g.revoked_at is not null as revoked, g.ends_at is not null as ends from access.grants g`,
  conflicts: `select c.status, c.nature from conflicts.conflicts c`,
  exclusions: `select e.cause from access.exclusions e`,
  proposals: `select p.status, p.certainty from persons.link_proposals p`,
  meetings: `select m.kind, m.status from meetings.meetings m`,
  items: `select i.status, i.reason, i.not_heard, i.escalated, i.late_because is not null as late from meetings.agenda_items i`,
  deferrals: `select d.reason, d.action_id is not null as checked from meetings.deferrals d`,
  ratifications: `select r.decision from meetings.ratifications r`,
  requests: `select q.status from research.requests q`,
  rungs: `select r.kind, r.rung from alerts.area_rungs r where r.kind in ('research', 'transfer')`,
  shared: `select s.nature, s.label from research.shared_information s`,
  copies: `select c.handed_out_at is not null as out from papers.copies c`,
  attendance: `select a.came_as, a.removed_at is not null as mistaken from conference.attendance a`,
  quorum: `select q.quorate, q.with_children from conference.quorum_changes q`,
  hearings: `select h.quorate, h.reason <> '' as waived from conference.hearings h`,
  reviews: `select r.finding, r.closed from conference.action_reviews r`,
  sections: `select s.section, s.version from conference.sections s`,
  notes: `select n.section from conference.notes n`,
  actions: `select a.status, a.closure_reason from actions.actions a`,
  alerts: `select a.kind from actions.alerts a`,
  flags: `select f.version, f.lapsed_at is not null as lapsed from flags.flags f`,
  changes: `select c.kind from flags.changes c`,
  acknowledgements: `select a.marker from flags.acknowledgements a`,
  flagChases: `select c.owed from flags.chases c`,
  minutes: `select v.status, v.number from minutes.versions v`,
  parts: `select p.label from minutes.parts p`,
  transfers: `select t.status, t.left_on is not null as left, t.arrived_on is not null as arrived from transfers.transfers t`,
  events: `select o.name from platform.outbox o`,
  promises: `select d.lane, d.kind, d.state, d.attempts from platform.due d`,
  stuck: `select s.name from platform.stuck_work s`,
};

/** What the rooms below make of it, and may make otherwise: compared between runs, and not written down. */
const INWARD = /^(promises|events|grants|changes|flagChases) /;

/** The watch over reading looks each minute, and what it finds hangs on the hour and on how fast the journey goes; signatures are looked through every six hours. */
const BY_THE_HOUR = /READING_UNUSUAL|watch\.finding-raised|tell-finding|protocol\.signature|follow-signatures/;

/** What of it people would say of the fortnight. */
export const outward = (lines: readonly string[]): string =>
  lines.filter((line) => !INWARD.test(line)).join('\n') + '\n';

/** How the fortnight ended, in one text: the same however often workers died. */
export async function summary(app: TestApp, people: Partnership): Promise<string[]> {
  const lines: string[] = [];
  for (const [name, sql] of Object.entries(COUNTS)) {
    const values = sql.includes('$1') ? [people.maracId] : [];
    const rows = await app.rows<{ said: string; count: number }>(
      `select to_jsonb(t)::text as said, count(*)::int as count from (${sql}) t group by 1 order by 1`,
      values,
    );
    lines.push(...rows.map(({ said, count }) => `${name} ${said}: ${count}`));
  }
  return [...lines, ...(await told(app, people))].filter((line) => !BY_THE_HOUR.test(line));
}

/** Who was told what, how often, and what became of the mail. */
async function told(app: TestApp, people: Partnership): Promise<string[]> {
  const names = namesOf(people);
  const rows = await app.rows<{ userId: string; kind: string; mail: string; count: number }>(
    `select n.user_id as "userId", n.kind, coalesce(m.state, '-') as mail, count(*)::int as count
       from notifications.notices n left join notifications.mails m on m.notice_id = n.id group by 1, 2, 3`,
  );
  return rows
    .map(({ userId, kind, mail, count }) => `notice ${names.get(userId) ?? '?'} ${kind} ${mail}: ${count}`)
    .sort();
}
