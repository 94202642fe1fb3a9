import { tx } from '../platform/db/transaction.js';
import type { Listed } from './circulation.rules.js';
import type { ResearchStatus } from './research.rules.js';
import { PARTIES } from './parties.js';

/** An agenda item that the reader may see, with the day of its meeting. */
export interface ItemRow {
  id: string;
  meetingId: string;
  caseId: string;
  maracId: string;
  status: string;
  heldOn: string;
  meetingStatus: string;
}

export async function itemById(agendaItemId: string): Promise<ItemRow | undefined> {
  return tx().one<ItemRow>(
    `select i.id, i.meeting_id as "meetingId", i.case_id as "caseId", i.marac_id as "maracId", i.status, m.held_on as "heldOn",
            m.status as "meetingStatus"
       from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id where i.id = $1`,
    [agendaItemId],
  );
}

/** Cases that wait on the lists of meetings, as far as the reader sees them, with the agencies chosen for each. */
export async function listedOf(meetingIds: readonly string[]): Promise<(Listed & { meetingId: string })[]> {
  return tx().query(
    `select i.id as "agendaItemId", i.meeting_id as "meetingId", i.case_id as "caseId", r.children, v.agency_ids as chosen
       from meetings.agenda_items i
       join referrals.referrals r on r.id = i.referral_id
       left join research.invitations v on v.id = i.id
      where i.meeting_id = any ($1) and i.status = 'LISTED' order by i.meeting_id, i.position`,
    [meetingIds],
  );
}

export interface Asked {
  agendaItemId: string;
  agencyId: string;
}

/** Which agency was asked about which case of these meetings. */
export async function askedOf(meetingIds: readonly string[]): Promise<Asked[]> {
  return tx().query<Asked>(
    `select q.agenda_item_id as "agendaItemId", q.agency_id as "agencyId" from research.requests q where q.meeting_id = any ($1)`,
    [meetingIds],
  );
}

export interface RequestRow {
  id: string;
  agendaItemId: string;
  agencyId: string;
  agency: string;
  status: ResearchStatus;
  dueOn: string;
  askedAt: Date;
  answeredAt: Date | null;
  /** people of the case whom the reader may see, and for how many of them the agency says whether it knows them */
  people: number;
  peopleSearched: number;
}

/** Everybody of the case whom the reader sees, and of how many of them a request says whether they are known. */
const WHOM = `
   cross join lateral (
     select count(*)::int as people, (count(*) filter (where p.id = any (q.searched)))::int as searched
       from meetings.agenda_items o join referrals.referrals r on r.id = o.referral_id
       ${PARTIES}
       join persons.persons p on p.id = any (party.ids)
      where o.id = q.agenda_item_id) as whom`;

const REQUEST = `
  select q.id, q.agenda_item_id as "agendaItemId", q.agency_id as "agencyId", a.name as agency, q.status, q.due_on as "dueOn",
         q.asked_at as "askedAt", q.answered_at as "answeredAt", whom.people, whom.searched as "peopleSearched"
    from research.requests q
    join maracs.agencies a on a.id = q.agency_id
  ${WHOM}`;

/** Who was asked about the cases of a meeting. */
export async function requestsOf(meetingId: string): Promise<RequestRow[]> {
  return tx().query<RequestRow>(`${REQUEST} where q.meeting_id = $1 order by a.name, q.id`, [meetingId]);
}

/** Who was asked about one case. */
export async function requestsOfItem(agendaItemId: string): Promise<RequestRow[]> {
  return tx().query<RequestRow>(`${REQUEST} where q.agenda_item_id = $1 order by a.name, q.id`, [agendaItemId]);
}

/** What an agency was asked about a case. */
export async function requestTo(agendaItemId: string, agencyId: string | null): Promise<RequestRow | undefined> {
  return tx().one<RequestRow>(`${REQUEST} where q.agenda_item_id = $1 and q.agency_id = $2`, [agendaItemId, agencyId]);
}

/** References of a meeting's cases that the reader sees, in order; those withdrawn left out. */
export async function casesOf(meetingId: string): Promise<{ agendaItemId: string; caseId: string; ref: string }[]> {
  return tx().query(
    `select i.id as "agendaItemId", i.case_id as "caseId", c.ref
       from meetings.agenda_items i join access.cases c on c.id = i.case_id
      where i.meeting_id = $1 and i.status <> 'WITHDRAWN' order by i.position`,
    [meetingId],
  );
}

/** Of these cases, those that are shut to all of an agency. For the system's eyes: needs an elevated unit of work. */
export async function shutToAgencies(caseIds: readonly string[]): Promise<{ caseId: string; agencyId: string }[]> {
  return tx().query(
    `select x.case_id as "caseId", x.agency_id as "agencyId" from access.exclusions x
      where x.case_id = any ($1) and x.agency_id is not null and x.lifted_at is null and x.except_user_ids = '{}'`,
    [caseIds],
  );
}

export interface OwnRequestRow {
  maracId: string;
  agendaItemId: string;
  caseId: string;
  ref: string;
  status: ResearchStatus;
  dueOn: string;
  itemStatus: string;
  meetingStatus: string;
  people: number;
  peopleSearched: number;
}

/** What one agency was asked about the cases of a meeting that the reader sees, in the order of the list. */
export async function ownRequests(meetingId: string, agencyId: string | null): Promise<OwnRequestRow[]> {
  return tx().query<OwnRequestRow>(
    `select q.marac_id as "maracId", q.agenda_item_id as "agendaItemId", q.case_id as "caseId", c.ref, q.status, q.due_on as "dueOn",
            i.status as "itemStatus", m.status as "meetingStatus", whom.people, whom.searched as "peopleSearched"
       from research.requests q
       join meetings.agenda_items i on i.id = q.agenda_item_id
       join meetings.meetings m on m.id = q.meeting_id
       join access.cases c on c.id = q.case_id
       ${WHOM}
      where q.meeting_id = $1 and q.agency_id = $2 order by i.position`,
    [meetingId, agencyId],
  );
}
