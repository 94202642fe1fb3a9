import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is gathered of a few cases is all there is to know of them: what was not shared is known as well as what was, and a case's labels
 * are read from it. Gathering looks decisions up by whom they are made to; it read all decisions of each case, which was as slow as the
 * list itself.
 */
export class GatheredLabels0046 implements MigrationInterface {
  name = 'GatheredLabels1790000000046';

  async up(db: QueryRunner): Promise<void> {
    await db.query(GATHER);
    await db.query(LISTED);
    await db.query(ENTER);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const GATHER = `
  -- Looks up once what sharing decisions in force give this reader about these cases; access.shared and access.shared_labels then know it,
  -- until the transaction ends, somebody else enters, or other cases are gathered. For a unit of work that only reads: a decision that it
  -- revokes itself would still count. Whom a decision is made to is asked twice: grantees() is the same for every row, so that an index
  -- answers; grantees_in() is the rule, and depends on the row.
  -- Kept twice, as texts in which a look-up starts no query: the cases of each label, and each case with its labels, at a fixed width.
  create or replace function access.gather(cases uuid[]) returns void language plpgsql as $$
  begin
    perform set_config('app.' || known.name, known.value, true)
       from (
         with each as (
           select c as case_id, coalesce(array_agg(distinct l order by l) filter (where l is not null), '{}') as labels
             from unnest(cases) c
             left join access.grants g
               on g.case_id = c and g.grantee_id = any (access.grantees()) and g.grantee_id = any (access.grantees_in(g.marac_id))
              and g.case_id <> all (access.excluded()) and g.marac_id = any (access.member_of())
              and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null
             left join lateral unnest(g.labels) l on true
            group by c)
         select 'gathered' as name, coalesce(string_agg(e.case_id || rpad(e.labels::text, 100), ''), '') as value from each e
          union all
         select 'shared_' || l, coalesce(string_agg(e.case_id::text, ' '), '')
           from unnest(access.all_labels()) l left join each e on l = any (e.labels) group by l) as known;
  end $$;

  create or replace function access.shared(of_case uuid, of_marac uuid, wanted text) returns boolean language plpgsql stable parallel safe as $$
  begin
    if strpos(access.fact('shared_' || wanted) collate "C", of_case::text) > 0 then return true; end if;
    if strpos(access.fact('gathered') collate "C", of_case::text) > 0 then return false; end if;
    return of_case <> all (access.excluded()) and of_marac = any (access.member_of()) and exists (
      select from access.live_grants g
       where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and wanted = any (g.labels));
  end $$;

  create or replace function access.shared_labels(of_case uuid, of_marac uuid) returns text[] language plpgsql stable parallel safe as $$
  declare
    gathered bytea := access.fact('gathered'); -- counted in bytes: counting characters goes through the whole text
    place int := position(of_case::text::bytea in gathered);
  begin
    if of_marac = any (access.member_of()) then
      if place > 0 then return convert_from(substring(gathered from place + 36 for 100), 'UTF8'); end if;
      return array(select distinct l from access.live_grants g, unnest(g.labels) l
                    where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) order by l);
    end if;
    return array(select distinct l from transfers.brought(of_case) b, unnest(b.labels) l order by l);
  end $$;
`;

const LISTED = `
  -- access.gather for the cases of a meeting's list. Which these are is asked with the system's eyes, and told to nobody: asked with the
  -- reader's, each would be looked up after all.
  create function meetings.gather(of_meeting uuid) returns void language plpgsql as $$
  declare
    eyes text := coalesce(access.fact('system'), '');
    listed uuid[];
  begin
    perform set_config('app.system', 'on', true);
    listed := array(select i.case_id from meetings.agenda_items i where i.meeting_id = of_meeting);
    perform set_config('app.system', eyes, true);
    perform access.gather(listed);
  end $$;
`;

/**
 * platform.enter as before, but for a system nobody is looked up: for a reader who is null, PostgreSQL made a plan each time that cost
 * nothing to run, and held every other plan to it, so that on a connection that served both, each entering was planned for three
 * milliseconds. And whoever enters, nothing that was gathered for the reader before them is left.
 */
const ENTER = `
  create or replace function platform.enter(user_id text, is_system boolean, fresh boolean default false) returns void language plpgsql as $$
  declare
    reader uuid := nullif(user_id, '')::uuid;
    held record;
    subjects text[];
    fact text;
    ignored text;
    for_now constant boolean := true; -- every fact ends with the transaction
  begin
    if access.fact('gathered') is not null then perform access.gather('{}'); end if; -- it was for the reader before
    if reader is not null then
      ignored := set_config('app.system', 'on', for_now); -- exclusions are for the system's eyes, and these for nobody else's
      select u.agency_id, s.signed, s.shut, s.brought,
             coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (s.signed)), '{}')                                         as member_of,
             coalesce(array_agg(r.marac_id) filter (where r.role in ('COORDINATOR', 'CHAIR', 'AGENCY_REPRESENTATIVE', 'AGENCY_MANAGER', 'IDVA', 'REFERRER')), '{}') as represents,
             coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (s.signed) and r.role in ('COORDINATOR', 'CHAIR')), '{}')  as standing,
             coalesce(array_agg(r.marac_id) filter (where r.marac_id = any (s.signed) and r.role = 'COORDINATOR'), '{}')              as coordinates,
             coalesce(array_agg(r.marac_id) filter (where r.role = 'AUDITOR' and r.marac_id is not null), '{}')                       as audits,
             coalesce(bool_or(r.role = 'AUDITOR' and r.marac_id is null), false)                                                      as audits_all,
             bool_or(r.role is not null and r.marac_id is null)                                                                       as everywhere
        into held
        from identity.users u
       cross join lateral (
         select array(select s.marac_id from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
                       where s.agency_id = u.agency_id and s.withdrawn_at is null and current_date between s.signed_on and s.review_due
                         and coalesce(p.signable_until >= current_date, true)) as signed,
                array(select x.case_id from access.exclusions x where x.user_id = u.id and x.lifted_at is null
                      union all
                      select x.case_id from access.exclusions x
                       where x.agency_id = u.agency_id and x.lifted_at is null and u.id <> all (x.except_user_ids)) as shut,
                array(select g.case_id from access.grants g where g.grantee_id = u.id) as brought) as s
        left join identity.user_roles r on r.user_id = u.id
       where u.id = reader and u.deactivated_at is null
       group by u.agency_id, s.signed, s.shut, s.brought;
    else
      select null::uuid as agency_id into held;
    end if;
    if held.agency_id is null then -- a system, or nobody: what the last reader of this transaction knew is forgotten
      ignored := set_config('app.system', case when is_system then 'on' else '' end, for_now);
      ignored := set_config('app.user_id', coalesce(reader::text, ''), for_now);
      foreach fact in array array['member_of', 'represents', 'standing', 'coordinates', 'audits', 'audits_all', 'grantees', 'brought', 'excluded', 'excluded_subjects', 'fresh'] loop
        ignored := set_config('app.' || fact, '', for_now);
      end loop;
      return;
    end if;
    if held.audits_all then held.audits := array(select m.id from maracs.maracs m); end if;
    subjects := case when held.audits <> '{}' then access.subjects_of(held.shut, reader) else held.shut::text[] end;
    ignored := set_config('app.system', '', for_now); -- a person is never the system
    ignored := set_config('app.user_id', reader::text, for_now);
    ignored := set_config('app.member_of', case when held.everywhere then held.signed else held.member_of end::text, for_now);
    ignored := set_config('app.represents', held.represents::text, for_now);
    ignored := set_config('app.standing', held.standing::text, for_now);
    ignored := set_config('app.coordinates', held.coordinates::text, for_now);
    ignored := set_config('app.audits', held.audits::text, for_now);
    ignored := set_config('app.audits_all', case when held.audits_all then 'on' else '' end, for_now);
    ignored := set_config('app.grantees', array[held.agency_id, reader]::text, for_now);
    ignored := set_config('app.brought', held.brought::text, for_now);
    ignored := set_config('app.excluded', held.shut::text, for_now);
    ignored := set_config('app.excluded_subjects', subjects::text, for_now);
    ignored := set_config('app.fresh', case when fresh then 'on' else '' end, for_now);
  end $$;
`;
