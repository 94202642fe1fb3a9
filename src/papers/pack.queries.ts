import type { ClosureReason } from '../actions/action.rules.js';
import type { Label } from '../access/labels.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { tx } from '../platform/db/transaction.js';

/** Somebody of a case, by name: never where or how they are reached. */
export interface NamedPerson {
  name: string;
  otherNames: string[];
  birthDate: string | null;
  birthPrecision: string;
}

export interface PackAssessment {
  instrument: string;
  score: number | null;
  grade: string | null;
  raised: boolean;
  /** YES, NO and the like, by number of the item */
  answers: Record<string, string> | null;
  assessedOn: string;
}

/** What a copy says of a case. What is kept from the reader is null here already, in the statement. */
export interface PackCase {
  caseId: string;
  ref: string;
  labels: Label[];
  /** may be taken away as a file */
  exportable: boolean;
  victim: NamedPerson | null;
  perpetrators: (NamedPerson & { relationship: string })[] | null;
  children: number | null;
  criteria: string[];
  repeat: 'YES' | 'POSSIBLE' | 'NO' | null;
  flaggedUntil: string | null;
  lastHeardOn: string | null;
  referringAgency: string | null;
  referredOn: string;
  summary: string | null;
  judgement: string | null;
  assessment: PackAssessment | null;
  openActions: number;
  overdueActions: number;
}

/** A person with the names that were added since and stand. */
const person = (p: string) => `trim(concat_ws(' ', ${p}.given_names, ${p}.family_name)) as name,
  ${p}.aliases || array(select coalesce(nullif(d.whole_name, ''), trim(concat_ws(' ', d.given_names, d.family_name)))
                          from persons.details d where d.person_id = ${p}.id and d.what = 'NAME' and d.retracted_at is null order by d.id) as "otherNames",
  ${p}.birth_date as "birthDate", ${p}.birth_precision as "birthPrecision"`;

/**
 * One statement for all cases. Row-level security decides which there are; each reader's labels decide the fields, worked out once a
 * case. What happened is written by people who know how the victim is reached, so it is for those who may know that too.
 */
const CASES = `
  select c.case_id as "caseId", c.ref, own.labels, c.exportable, to_json(victim) as victim,
         case when may.perpetrators then perpetrators.people end as perpetrators,
         case when may.children then r.children end as children,
         case when may.prior then r.criteria else array_remove(r.criteria, 'REPEAT') end as criteria,
         case when not history.seen then null when not may.prior then 'NO' when r.outcome = 'REPEAT' then 'YES'
              when r.outcome = 'POSSIBLE_REPEAT' then 'POSSIBLE' else 'NO' end as repeat,
         flag.expires_on as "flaggedUntil", case when history.seen then earlier.heard_on end as "lastHeardOn",
         case when may.source then referrer.name end as "referringAgency", r.referred_on as "referredOn",
         case when may.told then r.summary end as summary, case when may.told then r.judgement end as judgement,
         case when may.source then to_json(assessment) end as assessment, work.open as "openActions", work.overdue as "overdueActions"
    from unnest($1::uuid[], $2::uuid[], $5::boolean[]) with ordinality as i (case_id, referral_id, guest, place)
    join access.visible c on c.case_id = i.case_id
    join referrals.referrals r on r.id = i.referral_id and r.case_id = i.case_id
   cross join lateral (select $4::uuid[] is null or c.marac_id = any ($4) as seen offset 0) as history
   cross join lateral (
     select case when i.guest then array(select l from unnest(c.labels) l where l = any ($6)) else c.labels end as labels offset 0) as own
   cross join lateral (
     select 'PERPETRATOR' = any (own.labels) as perpetrators, 'CHILD' = any (own.labels) as children, 'SOURCE' = any (own.labels) as source,
            'CONTACT' = any (own.labels) as told,
            history.seen and r.prior_case_id = any ((select access.excluded())::uuid[]) is not true as prior
     offset 0) as may
    join maracs.agencies referrer on referrer.id = r.referring_agency_id
    left join lateral (select ${person('p')} from persons.persons p where p.id = r.victim_id) as victim on true
    left join lateral (
      select coalesce(json_agg(listed), '[]') as people
        from (select ${person('o')}, r.relationship from persons.persons o
               where o.id = any (r.perpetrator_ids) order by array_position(r.perpetrator_ids, o.id)) as listed) as perpetrators on may.perpetrators
    left join flags.flags flag on flag.case_id = i.case_id and flag.expires_on >= $3::date
    left join lateral (
      select max(e.heard_on) as heard_on from referrals.referrals e where history.seen and e.case_id = i.case_id and e.id <> i.referral_id) as earlier on true
    left join lateral (
      select s.instrument, s.score, coalesce(s.raised_to, s.grade) as grade, s.raised_to is not null as raised, s.answers,
             s.assessed_on as "assessedOn" from assessments.assessments s where s.id = r.assessment_id) as assessment on true
    left join lateral (
      select count(*)::int as open, (count(*) filter (where a.due_at < now()))::int as overdue
        from actions.summaries a where a.case_id = i.case_id and a.open) as work on true
   order by i.place`;

/**
 * What the reader may see of these cases, in this order. As a guest, no more than guests see, whatever was shared with their agency.
 * @param historyIn MARACs in which the reader may know what the repeat check found; null for all
 */
export async function casesOf(
  items: readonly { caseId: string; referralId: string; asGuest: boolean }[],
  today: string,
  historyIn: string[] | null,
): Promise<PackCase[]> {
  const [caseIds, referralIds] = [items.map(({ caseId }) => caseId), items.map(({ referralId }) => referralId)];
  const guests = items.map(({ asGuest }) => asGuest);
  return tx().query<PackCase>(CASES, [caseIds, referralIds, today, historyIn, guests, labelsOf('GUEST')]);
}

export interface PackSnippet {
  caseId: string;
  agency: string;
  nature: 'FACT' | 'OPINION';
  text: string;
  purpose: string;
}

/** What agencies shared with the meeting, as far as the reader may know it now; what was taken back left out. */
export async function sharedOn(agendaItemIds: readonly string[]): Promise<PackSnippet[]> {
  return tx().query<PackSnippet>(
    `select s.case_id as "caseId", a.name as agency, s.nature, s.text, s.purpose
       from research.shared_information s join maracs.agencies a on a.id = s.agency_id
      where s.agenda_item_id = any ($1) and s.withdrawn_at is null order by s.id`,
    [agendaItemIds],
  );
}

export interface PackAction {
  caseId: string;
  text: string;
  owner: string;
  dueOn: string;
  overdue: boolean;
  closureReason: ClosureReason | null;
  outcome: string;
}

/** Actions of before that the reader sees in full: those open, and those that ended since a day. */
export async function actionsSince(caseIds: readonly string[], day: string): Promise<PackAction[]> {
  return tx().query<PackAction>(
    `select x.case_id as "caseId", x.text, o.name as owner, x.due_on as "dueOn", x.status <> 'CLOSED' and x.due_at < now() as overdue,
            x.closure_reason as "closureReason", x.outcome
       from actions.actions x join maracs.agencies o on o.id = x.owner_agency_id
      where x.case_id = any ($1) and (x.status <> 'CLOSED' or x.closed_on >= $2::date) order by x.due_at, x.id`,
    [caseIds, day],
  );
}
