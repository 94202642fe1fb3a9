import { tx } from '../platform/db/transaction.js';
import type {
  ActionFact,
  CaseFact,
  GuestFact,
  InformationFact,
  NoteFact,
  ReviewFact,
  SectionFact,
} from './assembly.rules.js';

/** Everything that the minutes of a meeting are made from. For the system's eyes: needs an elevated unit of work. */
export interface Material {
  cases: CaseFact[];
  guests: GuestFact[];
  sections: SectionFact[];
  notes: NoteFact[];
  information: InformationFact[];
  actions: ActionFact[];
  reviews: ReviewFact[];
}

const OF_MEETING = `i.meeting_id = $1 and i.status <> 'WITHDRAWN'`;
const BY = `left join identity.users u on u.id = substring(w.written_by from '^user:(.{36})$')::uuid`;

/** What each part of it is read by. */
const SQL = {
  cases: `
    select i.id as "agendaItemId", i.case_id as "caseId", c.ref, i.status, i.reason, i.heard_on as "heardOn", h.quorate,
            coalesce(h.missing, '{}') as missing, coalesce(h.reason, '') as "heardBecause"
       from meetings.agenda_items i join access.cases c on c.id = i.case_id left join conference.hearings h on h.id = i.id
      where ${OF_MEETING} order by i.id`,
  guests: `
    select c.agenda_item_id as "agendaItemId", coalesce(u.name, '') as name, coalesce(a.name, '') as agency, c.arrived_at as "arrivedAt",
            c.left_at as "leftAt"
       from conference.guest_attendance c join meetings.agenda_items i on i.id = c.agenda_item_id join meetings.guests g on g.id = c.id
       left join identity.users u on u.id = g.user_id left join maracs.agencies a on a.id = coalesce(g.agency_id, u.agency_id)
      where ${OF_MEETING} order by c.arrived_at, c.id`,
  sections: `
    select w.agenda_item_id as "agendaItemId", w.section, w.label, w.text, w.who, w.day
       from conference.sections w join meetings.agenda_items i on i.id = w.agenda_item_id
      where ${OF_MEETING} and w.version > 0 and w.text || w.who <> '' order by w.id`,
  notes: `
    select w.agenda_item_id as "agendaItemId", w.section, w.label, w.text, coalesce(u.name, w.written_by) as "writtenBy"
       from conference.notes w join meetings.agenda_items i on i.id = w.agenda_item_id ${BY} where ${OF_MEETING} order by w.id`,
  information: `
    select s.agenda_item_id as "agendaItemId", s.label, a.name as agency, s.nature, s.text, s.marking, s.caveats
       from research.shared_information s join maracs.agencies a on a.id = s.agency_id
       join meetings.agenda_items i on i.id = s.agenda_item_id
      where ${OF_MEETING} and s.withdrawn_at is null order by s.id`,
  actions: `
    select t.agenda_item_id as "agendaItemId", t.text, t.risk_addressed as "riskAddressed", t.target, a.name as agency,
            coalesce(u.name, t.owner_post) as who, t.due_on as "dueOn"
       from actions.actions t join maracs.agencies a on a.id = t.owner_agency_id
       left join identity.users u on u.id = t.owner_user_id join meetings.agenda_items i on i.id = t.agenda_item_id
      where ${OF_MEETING} order by t.id`,
  reviews: `
    select i.id as "agendaItemId", r.finding, r.note, t.text as action, a.name as agency
       from conference.action_reviews r join actions.actions t on t.id = r.action_id join maracs.agencies a on a.id = t.owner_agency_id
       join meetings.agenda_items i on i.meeting_id = r.meeting_id and i.case_id = r.case_id
      where ${OF_MEETING} order by r.id`,
};

export async function materialOf(meetingId: string): Promise<Material> {
  const read = <Row extends object>(what: keyof typeof SQL): Promise<Row[]> => tx().query<Row>(SQL[what], [meetingId]);
  return {
    cases: await read<CaseFact>('cases'),
    guests: await read<GuestFact>('guests'),
    sections: await read<SectionFact>('sections'),
    notes: await read<NoteFact>('notes'),
    information: await read<InformationFact>('information'),
    actions: await read<ActionFact>('actions'),
    reviews: await read<ReviewFact>('reviews'),
  };
}
