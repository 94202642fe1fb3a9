import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Signatures, research, screening and transfers climb ladders, as actions do. What their chasers had promised and told goes over, and so
 * do the days that areas had set for them. The tables of the chasers stay for a release, and are written no more.
 */
export class MoreLadders0043 implements MigrationInterface {
  name = 'MoreLadders1790000000043';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(RUNGS);
    await db.query(COUNTED);
    await db.query(SIGNATURES);
    await db.query(RESEARCH);
    await db.query(SCREENING);
    await db.query(TRANSFERS);
    await db.query(DELIVERIES);
    for (const rule of RULES) await db.query(rule);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/** A ladder may count in days of the calendar, too: C. */
const RUNGS = `
  alter table alerts.rungs drop constraint rungs_rung_check,
    add constraint rungs_rung_check check (rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DCH])$');
  alter table alerts.area_rungs drop constraint area_rungs_rung_check,
    add constraint area_rungs_rung_check check (rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DCH])$');
  alter table actions.alerts drop constraint alerts_rung_check,
    add constraint alerts_rung_check check (rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DCH])$');
`;

/** What another due moment is told by: each rung is raised once for each. */
const COUNTED = `
  alter table research.chasers add epoch int not null default 1;
  grant update (epoch) on research.chasers to marac_app;
  alter table referrals.clocks add epoch int not null default 1;
  grant update (epoch) on referrals.clocks to marac_app;

  -- a signature that had ended when it was recorded is there for the file, and nobody is told of it
  alter table access.signatures add recorded_at timestamptz not null default clock_timestamp();
  update access.signatures s set recorded_at = coalesce(uuid_extract_timestamp(s.id), s.signed_on::timestamp at time zone 'Europe/London');
`;

/** Those that ended before are past telling; of the others the warnings that were given are. */
const SIGNATURES = `
  with ending as (
    select distinct on (s.marac_id, s.agency_id) s.id, s.marac_id, s.agency_id, least(s.review_due, p.signable_until) as ends_on
      from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
     where s.withdrawn_at is null
     order by s.marac_id, s.agency_id, least(s.review_due, p.signable_until) desc, s.id),
  told as (
    select d.subject, max(d.due_at) as last_at from platform.due d
     where d.lane = 'TIME' and d.kind in ('protocol.first-warning', 'protocol.second-warning', 'protocol.last-warning') and d.state = 'DONE'
     group by d.subject)
  insert into alerts.ladders (id, kind, subject_id, agency_id, marac_id, ladder, epoch, due_at, since, last_at)
  select e.id, 'signature', e.id, e.agency_id, e.marac_id, 'signatures', e.ends_on - date '1970-01-01',
         (e.ends_on + 1)::timestamp at time zone 'Europe/London', 'epoch',
         case when e.ends_on < (now() at time zone 'Europe/London')::date then now() else t.last_at end
    from ending e left join told t on t.subject = e.id;

  insert into platform.due (lane, kind, subject, due_at, next_at)
  select 'TIME', 'protocol.signature-due', l.id, now(), now() from alerts.ladders l where l.kind = 'signature';

  delete from platform.due d
   where d.lane = 'TIME' and d.kind in ('protocol.first-warning', 'protocol.second-warning', 'protocol.last-warning');
  update platform.stuck_work s set resolved_at = clock_timestamp()
   where s.lane = 'TIME' and s.name in ('protocol.first-warning', 'protocol.second-warning', 'protocol.last-warning') and s.resolved_at is null;
`;

/** Their due rows stay, of the same kind and subject. */
const RESEARCH = `
  insert into alerts.ladders (id, kind, subject_id, agency_id, marac_id, ladder, epoch, due_at, since, last_at)
  select c.id, 'research', c.meeting_id, c.agency_id, c.marac_id, 'research', c.epoch, (c.due_on + 1)::timestamp at time zone 'Europe/London',
         min(e.raised_at), max(e.raised_at)
    from research.chasers c join research.chases e on e.chaser_id = c.id and e.due_on = c.due_on
   group by c.id;
`;

const SCREENING = `
  insert into alerts.ladders (id, kind, subject_id, marac_id, about_case, ladder, epoch, due_at, since, last_at)
  select k.id, 'screening', k.id, k.marac_id, k.case_id, 'screening', k.epoch, k.due_at, k.received_at,
         case k.alarms when 1 then k.due_at else now() end
    from referrals.clocks k where k.stopped_at is null and k.alarms > 0;
`;

const TRANSFERS = `
  insert into alerts.ladders (id, kind, subject_id, marac_id, ladder, epoch, due_at, since, last_at)
  select i.id, 'transfer', i.id, i.to_marac_id, case i.status when 'ACCEPTED' then 'transferTakeUps' else 'transferOffers' end,
         case i.status when 'ACCEPTED' then 2 else 1 end, min(c.raised_at), i.offered_at, max(c.raised_at)
    from transfers.incoming i join transfers.chases c on c.transfer_id = i.id
   where i.status in ('OFFERED', 'ACKNOWLEDGED') or i.status = 'ACCEPTED' and c.step = 'NOT_TAKEN_UP'
   group by i.id;
`;

/** What goes to agencies' systems carries since when it was owed, as mail does: after a restore it may have gone out before. */
const DELIVERIES = `
  alter table webhooks.deliveries add column owed_since timestamptz default platform.owed_since();
`;

/** Which days an area had set goes from the sections of rooms to that of ladders, version by version, each with its day. */
const carried = (ladder: string, section: string, differs: string, rungs: string) => `
  update maracs.rules r
     set sections = jsonb_set(r.sections, '{ladders}', coalesce(r.sections->'ladders', '{}') || jsonb_build_object('${ladder}', ${rungs}))
    from (select v.id, v.sections->'${section}' as s from maracs.rules v) as was
   where was.id = r.id and (${differs})`;

const days = (name: string, otherwise: number) => `coalesce((was.s->>'${name}')::int, ${otherwise})`;

const RULES = [
  carried(
    'signatures',
    'protocol',
    `(${days('firstWarningDays', 60)}, ${days('secondWarningDays', 30)}, ${days('lastWarningDays', 7)}) <> (60, 30, 7)`,
    `(select jsonb_agg(jsonb_build_object('step', 'BEFORE', 'days', d.days, 'at', '00:00', 'tells', '["COORDINATOR", "ADMINISTRATOR"]'::jsonb) order by d.days desc)
        from (select distinct unnest(array[${days('firstWarningDays', 60)}, ${days('secondWarningDays', 30)}, ${days('lastWarningDays', 7)}]) as days) d)
     || '[{"step": "AFTER", "days": 0, "tells": ["COORDINATOR", "ADMINISTRATOR"], "urgent": true},
          {"step": "AFTER", "days": 7, "tells": ["COORDINATOR", "MANAGER", "STRATEGIC_LEAD", "CHAIR", "ADMINISTRATOR"], "urgent": true},
          {"step": "AFTER", "days": 30, "tells": ["STEERING_GROUP", "ADMINISTRATOR"], "urgent": true}]'`,
  ),
  carried(
    'research',
    'research',
    `(${days('remindWorkingDaysBefore', 1)}, ${days('remindWorkingDaysAfter', 1)}) <> (1, 1) or coalesce(was.s->>'remindAt', '09:00') <> '09:00'`,
    `(select jsonb_agg(rung || jsonb_build_object('at', coalesce(was.s->>'remindAt', '09:00')))
        from unnest(array[
          jsonb_build_object('step', 'BEFORE', 'workingDays', ${days('remindWorkingDaysBefore', 1)}, 'tells', '["REPRESENTATIVE"]'::jsonb),
          jsonb_build_object('step', 'DUE', 'tells', '["REPRESENTATIVE"]'::jsonb),
          jsonb_build_object('step', 'AFTER', 'workingDays', ${days('remindWorkingDaysAfter', 1)}, 'tells', '["REPRESENTATIVE", "MANAGER"]'::jsonb, 'urgent', true)
        ]) as rung)`,
  ),
  carried(
    'screening',
    'screening',
    `${days('escalateWorkingDays', 1)} <> 1`,
    `jsonb_build_array('{"step": "AFTER", "workingDays": 0, "tells": ["COORDINATOR"], "urgent": true}'::jsonb,
       jsonb_build_object('step', 'AFTER', 'workingDays', ${days('escalateWorkingDays', 1)}, 'at', '23:59', 'tells', '["COORDINATOR", "CHAIR"]'::jsonb, 'urgent', true))`,
  ),
  carried(
    'transferOffers',
    'transfers',
    `${days('answerWorkingDays', 2)} <> 2`,
    `jsonb_build_array('{"step": "AFTER", "workingDays": 0, "tells": ["COORDINATOR"], "urgent": true}'::jsonb,
       jsonb_build_object('step', 'AFTER', 'workingDays', ${days('answerWorkingDays', 2)}, 'tells', '["COORDINATOR", "CHAIR"]'::jsonb, 'urgent', true))`,
  ),
  `update maracs.rules r
      set sections = r.sections #- '{protocol,firstWarningDays}' #- '{protocol,secondWarningDays}' #- '{protocol,lastWarningDays}'
            #- '{research,remindWorkingDaysBefore}' #- '{research,remindWorkingDaysAfter}' #- '{research,remindAt}'
            #- '{screening,escalateWorkingDays}'`,
];
