-- The database as its catalogues show it after every migration: to be read and compared, not to be run.
-- Written by UPDATE=1 npm test -- architecture/schema; a change that is not here fails that test.

-- extension btree_gist
-- role marac_app: login inherit
-- role marac_owner: login inherit

create schema access;
grant usage on schema access to marac_app;

create table access.cases (
  id uuid not null,
  marac_id uuid not null,
  ref text not null,
  created_at timestamp with time zone default now() not null,
  constraint cases_pkey PRIMARY KEY (id),
  constraint case_of_a_marac UNIQUE (id, marac_id),
  constraint case_ref_is_taken UNIQUE (ref),
  constraint cases_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id)
);
CREATE INDEX cases_by_marac ON access.cases USING btree (marac_id, id);
alter table access.cases enable row level security;
alter table access.cases force row level security;
create policy add on access.cases as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(id, marac_id, 'IDENTITY'::text));
create policy change on access.cases as permissive for update to public
  using (((id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(id, marac_id, 'IDENTITY'::text)));
create policy visible on access.cases as permissive for select to public
  using (((id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(id, marac_id, 'IDENTITY'::text)) OR ((id = ANY (access.brought())) AND transfers.shared(id, 'IDENTITY'::text)));
grant insert, select on access.cases to marac_app;

create table access.consents (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  source text not null,
  asked boolean not null,
  why_not_asked text,
  answer text,
  bases text[],
  labels text[],
  agency_ids uuid[],
  risk_of_sharing text,
  risk_of_not_sharing text,
  necessity text,
  victim_told_on date,
  victim_not_told text,
  review_on date,
  decided_by text not null,
  decided_as text default ''::text not null,
  agency_id uuid,
  decided_at timestamp with time zone default now() not null,
  constraint consents_pkey PRIMARY KEY (id),
  constraint consent_of_a_case UNIQUE (id, case_id),
  constraint consents_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint consents_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint consents_answer_check CHECK ((answer = ANY (ARRAY['GIVEN'::text, 'REFUSED'::text, 'WITHDRAWN'::text]))),
  constraint consents_check CHECK ((asked = (answer IS NOT NULL))),
  constraint consents_check1 CHECK ((asked = (why_not_asked IS NULL))),
  constraint consents_check2 CHECK ((num_nonnulls(bases, labels, agency_ids, risk_of_sharing, risk_of_not_sharing, necessity, review_on) = ANY (ARRAY[0, 7]))),
  constraint consents_check3 CHECK (((bases IS NULL) OR ((num_nonnulls(victim_told_on, victim_not_told) = 1) AND (answer IS DISTINCT FROM 'GIVEN'::text) AND (cardinality(bases) > 0)))),
  constraint consents_source_check CHECK ((source = ANY (ARRAY['REFERRAL'::text, 'RECORD'::text]))),
  constraint consents_why_not_asked_check CHECK ((why_not_asked = ANY (ARRAY['UNSAFE'::text, 'UNREACHABLE'::text, 'LACKS_CAPACITY'::text])))
);
CREATE INDEX consents_by_case ON access.consents USING btree (case_id, id);
alter table access.consents enable row level security;
alter table access.consents force row level security;
create policy add on access.consents as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'CONTACT'::text));
create policy change on access.consents as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
create policy visible on access.consents as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
grant insert, select on access.consents to marac_app;

create table access.disclosures (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  told text not null,
  labels text[] not null,
  lawful_basis text[] not null,
  reason text not null,
  channel text not null,
  marking text not null,
  told_at timestamp with time zone not null,
  told_by uuid not null,
  told_by_agency uuid not null,
  recorded_at timestamp with time zone default now() not null,
  constraint disclosures_pkey PRIMARY KEY (id),
  constraint disclosures_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint disclosures_told_by_agency_fkey FOREIGN KEY (told_by_agency) REFERENCES maracs.agencies(id),
  constraint disclosures_told_by_fkey FOREIGN KEY (told_by) REFERENCES identity.users(id),
  constraint disclosures_channel_check CHECK ((channel = ANY (ARRAY['MEETING'::text, 'TELEPHONE'::text, 'LETTER'::text, 'SECURE_MAIL'::text]))),
  constraint disclosures_label_check CHECK ((label = ANY (ARRAY['IDENTITY'::text, 'LOCATION_SAFE'::text]))),
  constraint disclosures_labels_check CHECK ((cardinality(labels) > 0)),
  constraint disclosures_lawful_basis_check CHECK ((cardinality(lawful_basis) > 0)),
  constraint disclosures_marking_check CHECK ((marking = ANY (ARRAY['OFFICIAL'::text, 'OFFICIAL_SENSITIVE'::text])))
);
CREATE INDEX disclosures_by_case ON access.disclosures USING btree (case_id, told_at, id);
alter table access.disclosures enable row level security;
alter table access.disclosures force row level security;
create policy add on access.disclosures as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy as_oneself on access.disclosures as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (told_by = ( SELECT access.reader() AS reader)));
create policy change on access.disclosures as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy own_or_overseer on access.disclosures as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (marac_id = ANY (( SELECT access.audits() AS audits)::uuid[])) OR (told_by_agency = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy visible on access.disclosures as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on access.disclosures to marac_app;

create table access.exclusions (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  user_id uuid,
  agency_id uuid,
  cause text not null,
  cause_id uuid not null,
  except_user_ids uuid[] default '{}'::uuid[] not null,
  since timestamp with time zone default now() not null,
  lifted_at timestamp with time zone,
  constraint exclusions_pkey PRIMARY KEY (id),
  constraint exclusions_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint exclusions_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint exclusions_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint exclusions_cause_check CHECK ((cause = ANY (ARRAY['CONFLICT'::text, 'RESTRICTION'::text]))),
  constraint exclusions_check CHECK ((num_nonnulls(user_id, agency_id) = 1))
);
CREATE INDEX exclusions_by_agency ON access.exclusions USING btree (agency_id) INCLUDE (case_id, except_user_ids) WHERE (lifted_at IS NULL);
CREATE INDEX exclusions_by_case ON access.exclusions USING btree (case_id);
CREATE INDEX exclusions_by_cause ON access.exclusions USING btree (cause_id);
CREATE INDEX exclusions_by_user ON access.exclusions USING btree (user_id) INCLUDE (case_id) WHERE (lifted_at IS NULL);
alter table access.exclusions enable row level security;
alter table access.exclusions force row level security;
create policy by_the_system on access.exclusions as permissive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy lifted_by_the_system on access.exclusions as permissive for update to public
  using ( SELECT access.is_system() AS is_system);
create policy overseers_read on access.exclusions as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR ((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))));
grant insert, select on access.exclusions to marac_app;
grant update (lifted_at) on access.exclusions to marac_app;

create table access.grants (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  grantee_id uuid not null,
  grantee_kind text not null,
  labels text[] not null,
  purpose text not null,
  lawful_basis text[] not null,
  reason text not null,
  decided_by text not null,
  starts_at timestamp with time zone default now() not null,
  ends_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  revoked_at timestamp with time zone,
  origin text default 'DECISION'::text not null,
  origin_id uuid,
  exportable boolean default true not null,
  consent_id uuid,
  revoked_by text,
  revoked_because text,
  constraint grants_pkey PRIMARY KEY (id),
  constraint grant_rests_on_consent FOREIGN KEY (consent_id, case_id) REFERENCES access.consents(id, case_id),
  constraint grants_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint grants_check CHECK (((origin <> 'BREAK_GLASS'::text) OR ((NOT exportable) AND (ends_at <= (starts_at + '01:00:00'::interval))))),
  constraint grants_grantee_kind_check CHECK ((grantee_kind = ANY (ARRAY['AGENCY'::text, 'USER'::text]))),
  constraint grants_labels_check CHECK ((cardinality(labels) > 0)),
  constraint grants_lawful_basis_check CHECK ((cardinality(lawful_basis) > 0)),
  constraint grants_origin_check CHECK ((origin = ANY (ARRAY['REFERRAL'::text, 'CIRCULATION'::text, 'RESEARCH'::text, 'ACTION'::text, 'TRANSFER'::text, 'GUEST'::text, 'BREAK_GLASS'::text, 'DECISION'::text])))
);
CREATE INDEX grants_by_case ON access.grants USING btree (case_id, grantee_id) INCLUDE (starts_at, ends_at, revoked_at, labels);
CREATE INDEX grants_by_grantee ON access.grants USING btree (grantee_id, case_id);
CREATE INDEX grants_by_origin ON access.grants USING btree (origin_id) WHERE (origin_id IS NOT NULL);
alter table access.grants enable row level security;
alter table access.grants force row level security;
create policy read_own on access.grants as permissive for select to public
  using (access.is_system() OR ((case_id <> ALL (access.excluded())) AND ((marac_id = ANY (access.standing())) OR (grantee_id = ANY (access.grantees_in(marac_id))))));
create policy revoke on access.grants as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR ((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))));
create policy where_to on access.grants as restrictive for select to public
  using ((origin <> 'TRANSFER'::text) OR access.is_system() OR (grantee_id = ANY (access.grantees())) OR ((marac_id = ANY (access.coordinates())) AND access.fresh()));
create policy write on access.grants as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR ((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))));
grant insert, select on access.grants to marac_app;
grant update (starts_at) on access.grants to marac_app;
grant update (ends_at) on access.grants to marac_app;
grant update (revoked_at) on access.grants to marac_app;
grant update (revoked_by) on access.grants to marac_app;
grant update (revoked_because) on access.grants to marac_app;

create table access.protocols (
  id uuid not null,
  marac_id uuid not null,
  version integer not null,
  title text not null,
  in_force_from date not null,
  signable_until date,
  published_by text not null,
  published_at timestamp with time zone default now() not null,
  constraint protocols_pkey PRIMARY KEY (id),
  constraint protocol_version UNIQUE (marac_id, version),
  constraint protocols_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint protocols_check CHECK ((signable_until >= in_force_from)),
  constraint protocols_version_check CHECK ((version > 0))
);
grant insert, select on access.protocols to marac_app;
grant update (signable_until) on access.protocols to marac_app;

create table access.signatures (
  id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  signatory text not null,
  signed_on date not null,
  review_due date not null,
  withdrawn_at timestamp with time zone,
  version integer not null,
  recorded_by text default 'system:migration'::text not null,
  withdrawn_by text,
  withdrawn_because text,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  constraint signatures_pkey PRIMARY KEY (id),
  constraint signatures_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint signatures_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint signatures_marac_id_version_fkey FOREIGN KEY (marac_id, version) REFERENCES access.protocols(marac_id, version),
  constraint signatures_check CHECK ((review_due > signed_on))
);
CREATE INDEX signatures_by_agency ON access.signatures USING btree (agency_id, marac_id);
CREATE INDEX signatures_by_protocol ON access.signatures USING btree (marac_id, version);
grant insert, select on access.signatures to marac_app;
grant update (withdrawn_at) on access.signatures to marac_app;
grant update (withdrawn_by) on access.signatures to marac_app;
grant update (withdrawn_because) on access.signatures to marac_app;

create view access.live_grants with (security_invoker=true) as
 SELECT case_id,
    grantee_id,
    labels,
    exportable,
    origin
   FROM access.grants g
  WHERE ((starts_at <= now()) AND (ends_at > now()) AND (revoked_at IS NULL));
grant select on access.live_grants to marac_app;

create view access.visible with (security_invoker=true) as
 SELECT id AS case_id,
    marac_id,
    ref,
        CASE
            WHEN (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))) THEN access.all_labels()
            WHEN (marac_id <> ALL (( SELECT access.standing() AS standing)::uuid[])) THEN access.shared_labels(id, marac_id)
            WHEN ('LOCATION_SAFE'::text = ANY (access.shared_labels(id, marac_id))) THEN access.all_labels()
            ELSE array_remove(access.all_labels(), 'LOCATION_SAFE'::text)
        END AS labels,
    (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR access.shared_for_export(id, marac_id)) AS exportable
   FROM access.cases c;
grant select on access.visible to marac_app;

CREATE OR REPLACE FUNCTION access.agency_sees(of_agency uuid, of_marac uuid, of_case uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
  begin
    if not access.is_system() then
      return false;
    end if;
    return exists (
        select from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
         where s.agency_id = of_agency and s.marac_id = of_marac and s.withdrawn_at is null
           and current_date between s.signed_on and s.review_due and coalesce(p.signable_until >= current_date, true))
      and (of_case is null or (
        exists (select from access.live_grants g where g.case_id = of_case and g.grantee_id = of_agency and 'IDENTITY' = any (g.labels))
        and not exists (
          select from access.exclusions x
           where x.case_id = of_case and x.lifted_at is null
             and (x.agency_id = of_agency or x.user_id in (select u.id from identity.users u where u.agency_id = of_agency)))));
  end $function$;
grant execute on function access.agency_sees(uuid,uuid,uuid) to public;

CREATE OR REPLACE FUNCTION access.all_labels()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select array['CHILD','CONTACT','EQUALITY','HEALTH','IDENTITY','INTELLIGENCE','LOCATION_SAFE','PERPETRATOR','SOURCE'] $function$;
grant execute on function access.all_labels() to marac_app;
grant execute on function access.all_labels() to public;

CREATE OR REPLACE FUNCTION access.audits()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('audits')::uuid[] $function$;
grant execute on function access.audits() to marac_app;
grant execute on function access.audits() to public;

CREATE OR REPLACE FUNCTION access.audits_all()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(access.fact('audits_all') = 'on', false) $function$;
grant execute on function access.audits_all() to marac_app;
grant execute on function access.audits_all() to public;

CREATE OR REPLACE FUNCTION access.brought()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('brought')::uuid[] $function$;
grant execute on function access.brought() to marac_app;
grant execute on function access.brought() to public;

CREATE OR REPLACE FUNCTION access.coordinates()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('coordinates')::uuid[] $function$;
grant execute on function access.coordinates() to marac_app;
grant execute on function access.coordinates() to public;

CREATE OR REPLACE FUNCTION access.excluded()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('excluded')::uuid[] $function$;
grant execute on function access.excluded() to marac_app;
grant execute on function access.excluded() to public;

CREATE OR REPLACE FUNCTION access.excluded_subjects()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('excluded_subjects')::text[] $function$;
grant execute on function access.excluded_subjects() to marac_app;
grant execute on function access.excluded_subjects() to public;

CREATE OR REPLACE FUNCTION access.fact(name text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.' || name, true), '') $function$;
grant execute on function access.fact(text) to marac_app;
grant execute on function access.fact(text) to public;

CREATE OR REPLACE FUNCTION access.fresh()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(access.fact('fresh') = 'on', false) $function$;
grant execute on function access.fresh() to marac_app;
grant execute on function access.fresh() to public;

CREATE OR REPLACE FUNCTION access.gather(cases uuid[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
  end $function$;
grant execute on function access.gather(uuid[]) to public;

CREATE OR REPLACE FUNCTION access.grantees()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('grantees')::uuid[] $function$;
grant execute on function access.grantees() to marac_app;
grant execute on function access.grantees() to public;

CREATE OR REPLACE FUNCTION access.grantees_in(of_marac uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select case when of_marac = any (access.represents()) then access.grantees() else array[access.reader()] end $function$;
grant execute on function access.grantees_in(uuid) to marac_app;
grant execute on function access.grantees_in(uuid) to public;

CREATE OR REPLACE FUNCTION access.guard_sql(guarded regclass, label text, case_column text, travels boolean)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
  declare
    varies boolean := label like '"%"';
    label_sql text := case when varies then guarded::text || '.' || label else quote_literal(label) end;
    standing text := case
      when varies then format($sql$(marac_id = any ((select access.standing())::uuid[])
         and (%1$s <> 'LOCATION_SAFE' or marac_id = any ((select access.coordinates())::uuid[])))$sql$, label_sql)
      when label = 'LOCATION_SAFE' then 'marac_id = any ((select access.coordinates())::uuid[])'
      else 'marac_id = any ((select access.standing())::uuid[])' end;
    located text := case
      when varies then format($sql$ and (%s <> 'LOCATION_SAFE' or access.fresh())$sql$, label_sql)
      when label = 'LOCATION_SAFE' then ' and access.fresh()'
      else '' end;
  begin
    return format(
      $sql$(%1$s.%2$I <> all ((select access.excluded())::uuid[])%3$s and %4$s)
        or access.is_system() or (%1$s.marac_id = any (access.member_of()) and access.shared(%1$s.%2$I, %1$s.marac_id, %5$s)%3$s)$sql$
      || case when travels then
      $sql$ or (%1$s.%2$I = any (access.brought()) and transfers.shared(%1$s.%2$I, %5$s)%3$s)$sql$ else '' end,
      guarded, case_column, located, standing, label_sql);
  end $function$;

CREATE OR REPLACE FUNCTION access.guard_table(guarded regclass, label text, case_column text DEFAULT 'case_id'::text, travels boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
  begin
    execute format('alter table %s enable row level security', guarded);
    execute format('alter table %s force row level security', guarded);
    execute format('drop policy if exists visible on %s', guarded);
    execute format('drop policy if exists change on %s', guarded);
    execute format('drop policy if exists add on %s', guarded);
    execute format('create policy visible on %s for select using (%s)', guarded, access.guard_sql(guarded, label, case_column, travels));
    execute format('create policy change on %s for update using (%s)', guarded, access.guard_sql(guarded, label, case_column, false));
    execute format('create policy add on %1$s for insert with check (
      (select access.is_system()) or access.may_add(%1$s.%2$I, %1$s.marac_id, %3$s))', guarded, case_column,
      case when label like '"%"' then guarded::text || '.' || label else quote_literal(label) end);
  end $function$;

CREATE OR REPLACE FUNCTION access.holds(wanted text[])
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(array_agg(r.marac_id), '{}') from identity.user_roles r
        where r.user_id = access.reader() and r.role = any (wanted) and r.marac_id = any (access.member_of()) $function$;
grant execute on function access.holds(text[]) to marac_app;
grant execute on function access.holds(text[]) to public;

CREATE OR REPLACE FUNCTION access.is_excluded(of_user uuid, from_case uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select exists (
      select from access.exclusions x
       where x.case_id = from_case and x.lifted_at is null
         and (x.user_id = of_user or x.agency_id = (select u.agency_id from identity.users u where u.id = of_user)
              and of_user <> all (x.except_user_ids))) $function$;
grant execute on function access.is_excluded(uuid,uuid) to marac_app;
grant execute on function access.is_excluded(uuid,uuid) to public;

CREATE OR REPLACE FUNCTION access.is_system()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(access.fact('system') = 'on', false) $function$;
grant execute on function access.is_system() to marac_app;
grant execute on function access.is_system() to public;

CREATE OR REPLACE FUNCTION access.may_add(to_case uuid, of_marac uuid, label text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
  begin
    return to_case <> all (access.excluded()) and (of_marac = any (access.standing()) or access.shared(to_case, of_marac, label));
  end $function$;
grant execute on function access.may_add(uuid,uuid,text) to marac_app;
grant execute on function access.may_add(uuid,uuid,text) to public;

CREATE OR REPLACE FUNCTION access.member_of()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('member_of')::uuid[] $function$;
grant execute on function access.member_of() to marac_app;
grant execute on function access.member_of() to public;

CREATE OR REPLACE FUNCTION access.reader()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('user_id')::uuid $function$;
grant execute on function access.reader() to marac_app;
grant execute on function access.reader() to public;

CREATE OR REPLACE FUNCTION access.represents()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('represents')::uuid[] $function$;
grant execute on function access.represents() to marac_app;
grant execute on function access.represents() to public;

CREATE OR REPLACE FUNCTION access.shared(of_case uuid, of_marac uuid, wanted text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
  begin
    if strpos(access.fact('shared_' || wanted) collate "C", of_case::text) > 0 then return true; end if;
    if strpos(access.fact('gathered') collate "C", of_case::text) > 0 then return false; end if;
    return of_case <> all (access.excluded()) and of_marac = any (access.member_of()) and exists (
      select from access.live_grants g
       where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and wanted = any (g.labels));
  end $function$;
grant execute on function access.shared(uuid,uuid,text) to marac_app;
grant execute on function access.shared(uuid,uuid,text) to public;

CREATE OR REPLACE FUNCTION access.shared_for_export(of_case uuid, of_marac uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
  begin
    if of_marac = any (access.member_of()) then
      return exists (select from access.live_grants g
                      where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and g.exportable);
    end if;
    return exists (select from transfers.brought(of_case) b where b.exportable);
  end $function$;
grant execute on function access.shared_for_export(uuid,uuid) to marac_app;
grant execute on function access.shared_for_export(uuid,uuid) to public;

CREATE OR REPLACE FUNCTION access.shared_labels(of_case uuid, of_marac uuid)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
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
  end $function$;
grant execute on function access.shared_labels(uuid,uuid) to marac_app;
grant execute on function access.shared_labels(uuid,uuid) to public;

CREATE OR REPLACE FUNCTION access.standing()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select access.fact('standing')::uuid[] $function$;
grant execute on function access.standing() to marac_app;
grant execute on function access.standing() to public;

CREATE OR REPLACE FUNCTION access.subjects_of(cases uuid[], reader uuid)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE
AS $function$
  declare
    subjects text[] := cases::text[] || array(select t.id::text from conflicts.ties t where t.user_id = reader)
      || array(select c.id::text from conflicts.conflicts c where c.user_id = reader);
    hangs regclass;
    more text[];
  begin
    if cardinality(cases) = 0 then return subjects; end if;
    for hangs in
      select c.oid::regclass from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped
        join pg_catalog.pg_attribute i on i.attrelid = c.oid and i.attname = 'id' and i.atttypid = 'uuid'::regtype
       where c.relkind in ('r', 'p')
    loop
      execute format('select array_agg(id::text) from %s where case_id = any ($1)', hangs) into more using cases;
      subjects := subjects || coalesce(more, '{}');
    end loop;
    return subjects;
  end $function$;
grant execute on function access.subjects_of(uuid[],uuid) to marac_app;
grant execute on function access.subjects_of(uuid[],uuid) to public;

create schema actions;
grant usage on schema actions to marac_app;

create table actions.actions (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agenda_item_id uuid,
  catalogue_code text,
  text text not null,
  risk_addressed text default ''::text not null,
  target text not null,
  owner_agency_id uuid not null,
  owner_user_id uuid,
  owner_post text default ''::text not null,
  set_on date not null,
  due_on date not null,
  due_at timestamp with time zone not null,
  due_epoch integer default 1 not null,
  status text not null,
  closure_reason text,
  outcome text default ''::text not null,
  risk_effect text,
  victim_may_be_told boolean,
  closed_on date,
  closed_by text,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  follows_id uuid,
  worked text,
  looked_at uuid[] default '{}'::uuid[] not null,
  constraint actions_pkey PRIMARY KEY (id),
  constraint actions_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint actions_follows_id_fkey FOREIGN KEY (follows_id) REFERENCES actions.actions(id),
  constraint actions_owner_agency_id_fkey FOREIGN KEY (owner_agency_id) REFERENCES maracs.agencies(id),
  constraint actions_owner_user_id_fkey FOREIGN KEY (owner_user_id) REFERENCES identity.users(id),
  constraint action_is_closed_whole CHECK ((num_nonnulls(closure_reason, risk_effect, victim_may_be_told, closed_on, closed_by) =
CASE status
    WHEN 'CLOSED'::text THEN 5
    ELSE 0
END)),
  constraint action_says_whether_it_worked CHECK (((worked IS NULL) OR (status = 'CLOSED'::text))),
  constraint actions_check CHECK ((due_on >= set_on)),
  constraint actions_closure_reason_check CHECK ((closure_reason = ANY (ARRAY['COMPLETED'::text, 'NOT_POSSIBLE_CIRCUMSTANCES'::text, 'NOT_DONE_AGENCY'::text, 'VICTIM_DECLINED'::text, 'UNSAFE_TO_DO'::text, 'SUPERSEDED'::text, 'TRANSFERRED_AREA'::text, 'DECEASED'::text, 'DUPLICATE'::text]))),
  constraint actions_risk_effect_check CHECK ((risk_effect = ANY (ARRAY['REDUCED'::text, 'SAME'::text, 'INCREASED'::text, 'UNKNOWN'::text]))),
  constraint actions_status_check CHECK ((status = ANY (ARRAY['REQUESTED'::text, 'DECLINED'::text, 'AGREED'::text, 'IN_PROGRESS'::text, 'CLOSED'::text]))),
  constraint actions_target_check CHECK ((target = ANY (ARRAY['VICTIM'::text, 'CHILD'::text, 'PERPETRATOR'::text, 'PROFESSIONAL_SAFETY'::text]))),
  constraint actions_text_check CHECK ((text <> ''::text)),
  constraint actions_worked_check CHECK ((worked = ANY (ARRAY['YES'::text, 'PARTLY'::text, 'NO'::text, 'UNKNOWN'::text])))
);
CREATE INDEX actions_by_case ON actions.actions USING btree (case_id);
CREATE INDEX actions_by_earlier ON actions.actions USING btree (follows_id) WHERE (follows_id IS NOT NULL);
CREATE INDEX actions_by_marac ON actions.actions USING btree (marac_id, due_at, id);
CREATE INDEX actions_by_owner ON actions.actions USING btree (owner_agency_id, due_at, id);
CREATE INDEX actions_open_by_due ON actions.actions USING btree (due_at) WHERE (status <> 'CLOSED'::text);
alter table actions.actions enable row level security;
alter table actions.actions force row level security;
create policy add on actions.actions as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on actions.actions as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy owner_changes on actions.actions as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (owner_agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy owner_or_overseer on actions.actions as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (owner_agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) OR (marac_id = ANY (( SELECT actions.idva_in() AS idva_in)::uuid[])));
create policy set_with_standing on actions.actions as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on actions.actions as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
CREATE TRIGGER summarise AFTER INSERT OR UPDATE ON actions.actions FOR EACH ROW EXECUTE FUNCTION actions.summarise();
grant insert, select, update on actions.actions to marac_app;

create table actions.alerts (
  id uuid not null,
  action_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  epoch integer not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  rung text default 'AFTER-0D'::text not null,
  tells text[] default '{REPRESENTATIVE,COORDINATOR}'::text[] not null,
  constraint alerts_pkey PRIMARY KEY (id),
  constraint alert_once UNIQUE (action_id, epoch, rung),
  constraint alerts_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint alerts_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint alerts_kind_check CHECK ((kind = ANY (ARRAY['BEFORE'::text, 'DUE'::text, 'OVERDUE'::text, 'ESCALATED'::text]))),
  constraint alerts_rung_check CHECK ((rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DCH])$'::text)),
  constraint alerts_tells_check CHECK ((cardinality(tells) > 0))
);
alter table actions.alerts enable row level security;
alter table actions.alerts force row level security;
create policy add on actions.alerts as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on actions.alerts as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy raised_by_the_clock on actions.alerts as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy visible on actions.alerts as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy with_the_action on actions.alerts as restrictive for select to public
  using (EXISTS ( SELECT
   FROM actions.actions a
  WHERE (a.id = alerts.action_id)));
grant insert, select on actions.alerts to marac_app;

create table actions.imported_rows (
  id uuid not null,
  action_id uuid not null,
  user_id uuid not null,
  print bytea not null,
  imported_at timestamp with time zone default now() not null,
  constraint imported_rows_pkey PRIMARY KEY (id),
  constraint row_is_imported_once UNIQUE (user_id, action_id, print),
  constraint imported_rows_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint imported_rows_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);
alter table actions.imported_rows enable row level security;
alter table actions.imported_rows force row level security;
create policy adds_own on actions.imported_rows as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
create policy own on actions.imported_rows as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
grant insert, select on actions.imported_rows to marac_app;

create table actions.pauses (
  id uuid not null,
  action_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  reason text not null,
  note text default ''::text not null,
  paused_at timestamp with time zone default clock_timestamp() not null,
  paused_by text not null,
  until timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint pauses_pkey PRIMARY KEY (id),
  constraint pauses_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint pauses_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint pauses_check CHECK (((reason <> 'OTHER'::text) OR (note <> ''::text))),
  constraint pauses_check1 CHECK ((until > paused_at)),
  constraint pauses_check2 CHECK ((num_nonnulls(ended_at, ended_by) = ANY (ARRAY[0, 2]))),
  constraint pauses_reason_check CHECK ((reason = ANY (ARRAY['VICTIM_ASKED_TO_WAIT'::text, 'UNSAFE'::text, 'OTHER'::text])))
);
CREATE UNIQUE INDEX action_is_paused_once ON actions.pauses USING btree (action_id) WHERE (ended_at IS NULL);
CREATE INDEX pauses_by_action ON actions.pauses USING btree (action_id, id);
CREATE INDEX pauses_by_case ON actions.pauses USING btree (case_id);
alter table actions.pauses enable row level security;
alter table actions.pauses force row level security;
create policy add on actions.pauses as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy by_overseer_or_owner on actions.pauses as restrictive for insert to public
  with check (EXISTS ( SELECT
   FROM actions.actions a
  WHERE ((a.id = pauses.action_id) AND (( SELECT access.is_system() AS is_system) OR (a.marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (a.owner_agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[]))))));
create policy change on actions.pauses as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on actions.pauses as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy with_the_action on actions.pauses as restrictive for select to public
  using (EXISTS ( SELECT
   FROM actions.actions a
  WHERE (a.id = pauses.action_id)));
grant insert, select on actions.pauses to marac_app;
grant update (ended_at) on actions.pauses to marac_app;
grant update (ended_by) on actions.pauses to marac_app;

create table actions.proposals (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  catalogue_code text,
  text text not null,
  risk_addressed text default ''::text not null,
  target text not null,
  agency_id uuid not null,
  post text default ''::text not null,
  due_on date,
  because text default ''::text not null,
  status text not null,
  action_id uuid,
  answer text default ''::text not null,
  answered_by text,
  answered_at timestamp with time zone,
  proposed_by text not null,
  by_agency_id uuid not null,
  proposed_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  constraint proposals_pkey PRIMARY KEY (id),
  constraint proposals_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint proposals_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint proposals_by_agency_id_fkey FOREIGN KEY (by_agency_id) REFERENCES maracs.agencies(id),
  constraint proposals_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint proposals_check CHECK (((status = 'AGREED'::text) = (action_id IS NOT NULL))),
  constraint proposals_check1 CHECK ((num_nonnulls(answered_by, answered_at) =
CASE status
    WHEN 'PROPOSED'::text THEN 0
    ELSE 2
END)),
  constraint proposals_check2 CHECK (((status <> 'TURNED_DOWN'::text) OR (answer <> ''::text))),
  constraint proposals_status_check CHECK ((status = ANY (ARRAY['PROPOSED'::text, 'AGREED'::text, 'TURNED_DOWN'::text]))),
  constraint proposals_target_check CHECK ((target = ANY (ARRAY['VICTIM'::text, 'CHILD'::text, 'PERPETRATOR'::text, 'PROFESSIONAL_SAFETY'::text]))),
  constraint proposals_text_check CHECK ((text <> ''::text))
);
CREATE INDEX proposals_by_case ON actions.proposals USING btree (case_id, id);
alter table actions.proposals enable row level security;
alter table actions.proposals force row level security;
create policy add on actions.proposals as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy answered_with_standing on actions.proposals as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy change on actions.proposals as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy for_the_own_agency on actions.proposals as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (by_agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy proposer_or_overseer on actions.proposals as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (by_agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) OR (marac_id = ANY (( SELECT actions.idva_in() AS idva_in)::uuid[])));
create policy visible on actions.proposals as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on actions.proposals to marac_app;
grant update (status) on actions.proposals to marac_app;
grant update (action_id) on actions.proposals to marac_app;
grant update (answer) on actions.proposals to marac_app;
grant update (answered_by) on actions.proposals to marac_app;
grant update (answered_at) on actions.proposals to marac_app;
grant update (version) on actions.proposals to marac_app;

create table actions.reassignments (
  id uuid not null,
  action_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  from_agency_id uuid not null,
  from_user_id uuid,
  from_post text default ''::text not null,
  to_agency_id uuid not null,
  to_user_id uuid,
  to_post text default ''::text not null,
  reason text not null,
  made_by text not null,
  made_at timestamp with time zone default now() not null,
  constraint reassignments_pkey PRIMARY KEY (id),
  constraint reassignments_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint reassignments_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint reassignments_from_agency_id_fkey FOREIGN KEY (from_agency_id) REFERENCES maracs.agencies(id),
  constraint reassignments_from_user_id_fkey FOREIGN KEY (from_user_id) REFERENCES identity.users(id),
  constraint reassignments_to_agency_id_fkey FOREIGN KEY (to_agency_id) REFERENCES maracs.agencies(id),
  constraint reassignments_to_user_id_fkey FOREIGN KEY (to_user_id) REFERENCES identity.users(id),
  constraint reassignments_reason_check CHECK ((reason <> ''::text))
);
CREATE INDEX reassignments_by_action ON actions.reassignments USING btree (action_id, id);
CREATE INDEX reassignments_by_case ON actions.reassignments USING btree (case_id);
alter table actions.reassignments enable row level security;
alter table actions.reassignments force row level security;
create policy add on actions.reassignments as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on actions.reassignments as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy made_by on actions.reassignments as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR ((from_agency_id = to_agency_id) AND (from_agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[]))));
create policy visible on actions.reassignments as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy with_the_action on actions.reassignments as restrictive for select to public
  using (EXISTS ( SELECT
   FROM actions.actions a
  WHERE (a.id = reassignments.action_id)));
grant insert, select on actions.reassignments to marac_app;

create table actions.requests (
  id uuid not null,
  action_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  asked_by text not null,
  asked_at timestamp with time zone default now() not null,
  answer_by timestamp with time zone not null,
  rule_version integer not null,
  answer text,
  reason text default ''::text not null,
  answered_by text,
  answered_at timestamp with time zone,
  told_at timestamp with time zone,
  constraint requests_pkey PRIMARY KEY (id),
  constraint requests_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint requests_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint requests_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint requests_answer_check CHECK ((answer = ANY (ARRAY['ACCEPTED'::text, 'DECLINED'::text, 'WITHDRAWN'::text]))),
  constraint requests_check CHECK ((num_nonnulls(answer, answered_by, answered_at) = ANY (ARRAY[0, 3]))),
  constraint requests_check1 CHECK (((answer <> 'DECLINED'::text) OR (reason <> ''::text)))
);
CREATE UNIQUE INDEX action_is_asked_once ON actions.requests USING btree (action_id) WHERE (answer IS NULL);
CREATE INDEX requests_by_action ON actions.requests USING btree (action_id, id);
CREATE INDEX requests_by_case ON actions.requests USING btree (case_id);
CREATE INDEX requests_unanswered ON actions.requests USING btree (answer_by) WHERE ((answer IS NULL) AND (told_at IS NULL));
alter table actions.requests enable row level security;
alter table actions.requests force row level security;
create policy add on actions.requests as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy answered_by_owner on actions.requests as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy asked_with_standing on actions.requests as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy change on actions.requests as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on actions.requests as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy with_the_action on actions.requests as restrictive for select to public
  using (EXISTS ( SELECT
   FROM actions.actions a
  WHERE (a.id = requests.action_id)));
grant insert, select on actions.requests to marac_app;
grant update (answer) on actions.requests to marac_app;
grant update (reason) on actions.requests to marac_app;
grant update (answered_by) on actions.requests to marac_app;
grant update (answered_at) on actions.requests to marac_app;
grant update (told_at) on actions.requests to marac_app;

create table actions.summaries (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  target text not null,
  due_at timestamp with time zone not null,
  open boolean not null,
  constraint summaries_pkey PRIMARY KEY (id),
  constraint summaries_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint summaries_id_fkey FOREIGN KEY (id) REFERENCES actions.actions(id)
);
CREATE INDEX summaries_by_case ON actions.summaries USING btree (case_id, open, due_at);
alter table actions.summaries enable row level security;
alter table actions.summaries force row level security;
create policy add on actions.summaries as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on actions.summaries as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on actions.summaries as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on actions.summaries to marac_app;
grant update (due_at) on actions.summaries to marac_app;
grant update (open) on actions.summaries to marac_app;

create table actions.updates (
  id uuid not null,
  action_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  note text not null,
  made_by text not null,
  user_id uuid,
  agency_id uuid,
  made_at timestamp with time zone default now() not null,
  constraint updates_pkey PRIMARY KEY (id),
  constraint updates_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint updates_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint updates_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint updates_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint updates_note_check CHECK ((note <> ''::text))
);
CREATE INDEX updates_by_action ON actions.updates USING btree (action_id, id);
alter table actions.updates enable row level security;
alter table actions.updates force row level security;
create policy add on actions.updates as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy by_owner on actions.updates as restrictive for insert to public
  with check (EXISTS ( SELECT
   FROM actions.actions a
  WHERE ((a.id = updates.action_id) AND (( SELECT access.is_system() AS is_system) OR (a.marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (a.owner_agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[]))))));
create policy change on actions.updates as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on actions.updates as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy with_the_action on actions.updates as restrictive for select to public
  using (EXISTS ( SELECT
   FROM actions.actions a
  WHERE (a.id = updates.action_id)));
grant insert, select on actions.updates to marac_app;

CREATE OR REPLACE FUNCTION actions.idva_in()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(array_agg(r.marac_id), '{}') from identity.user_roles r
        where r.user_id = access.reader() and r.role = 'IDVA' and r.marac_id is not null $function$;
grant execute on function actions.idva_in() to marac_app;
grant execute on function actions.idva_in() to public;

CREATE OR REPLACE FUNCTION actions.summarise()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'INSERT' then
      insert into actions.summaries (id, case_id, marac_id, target, due_at, open)
      values (new.id, new.case_id, new.marac_id, new.target, new.due_at, new.status <> 'CLOSED');
    elsif (new.due_at, new.status) is distinct from (old.due_at, old.status) then
      update actions.summaries s set due_at = new.due_at, open = new.status <> 'CLOSED' where s.id = new.id;
      if not found then raise exception 'the summary of an action is out of reach'; end if;
    end if;
    return null;
  end $function$;
grant execute on function actions.summarise() to marac_app;
grant execute on function actions.summarise() to public;

create schema alerts;
grant usage on schema alerts to marac_app;

create table alerts.area_rungs (
  id uuid not null,
  ladder_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  agency_id uuid,
  marac_id uuid not null,
  epoch integer not null,
  rung text not null,
  step text not null,
  tells text[] not null,
  urgent boolean not null,
  passed_over text[] not null,
  due_at timestamp with time zone not null,
  planned_at timestamp with time zone not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  constraint area_rungs_pkey PRIMARY KEY (id),
  constraint area_rung_once UNIQUE (ladder_id, epoch, rung),
  constraint area_rungs_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint area_rungs_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint area_rungs_kind_check CHECK ((kind ~ '^[a-z][a-z-]{2,29}$'::text)),
  constraint area_rungs_rung_check CHECK ((rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DCH])$'::text)),
  constraint area_rungs_step_check CHECK ((step = ANY (ARRAY['BEFORE'::text, 'DUE'::text, 'AFTER'::text]))),
  constraint area_rungs_tells_check CHECK ((cardinality(tells) > 0))
);
alter table alerts.area_rungs enable row level security;
alter table alerts.area_rungs force row level security;
create policy by_the_system on alerts.area_rungs as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on alerts.area_rungs to marac_app;

create table alerts.areas (
  marac_id uuid not null,
  counted_by text not null,
  constraint areas_pkey PRIMARY KEY (marac_id),
  constraint areas_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id)
);
alter table alerts.areas enable row level security;
alter table alerts.areas force row level security;
create policy by_the_system on alerts.areas as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select, update on alerts.areas to marac_app;

create table alerts.ladders (
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  agency_id uuid,
  marac_id uuid not null,
  about_case uuid,
  ladder text not null,
  epoch integer not null,
  due_at timestamp with time zone not null,
  since timestamp with time zone not null,
  raised text[] default '{}'::text[] not null,
  last_at timestamp with time zone,
  next_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint ladders_pkey PRIMARY KEY (id),
  constraint ladders_about_case_marac_id_fkey FOREIGN KEY (about_case, marac_id) REFERENCES access.cases(id, marac_id),
  constraint ladders_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint ladders_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint ladders_check CHECK (((ended_at IS NULL) OR (next_at IS NULL))),
  constraint ladders_kind_check CHECK ((kind ~ '^[a-z][a-z-]{2,29}$'::text)),
  constraint ladders_ladder_check CHECK ((ladder ~ '^[a-zA-Z]{3,40}$'::text))
);
CREATE INDEX ladders_next ON alerts.ladders USING btree (next_at) WHERE ((ended_at IS NULL) AND (next_at IS NOT NULL));
CREATE INDEX ladders_running ON alerts.ladders USING btree (marac_id, id) WHERE (ended_at IS NULL);
alter table alerts.ladders enable row level security;
alter table alerts.ladders force row level security;
create policy by_the_system on alerts.ladders as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select, update on alerts.ladders to marac_app;

create table alerts.rungs (
  id uuid not null,
  ladder_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  agency_id uuid,
  marac_id uuid not null,
  epoch integer not null,
  rung text not null,
  step text not null,
  tells text[] not null,
  urgent boolean not null,
  passed_over text[] not null,
  due_at timestamp with time zone not null,
  planned_at timestamp with time zone not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  case_id uuid not null,
  constraint rungs_pkey PRIMARY KEY (id),
  constraint rung_once UNIQUE (ladder_id, epoch, rung),
  constraint rungs_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint rungs_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint rungs_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint rungs_kind_check CHECK ((kind ~ '^[a-z][a-z-]{2,29}$'::text)),
  constraint rungs_rung_check CHECK ((rung ~ '^(DUE|(BEFORE|AFTER)-[0-9]{1,3}[DCH])$'::text)),
  constraint rungs_step_check CHECK ((step = ANY (ARRAY['BEFORE'::text, 'DUE'::text, 'AFTER'::text]))),
  constraint rungs_tells_check CHECK ((cardinality(tells) > 0))
);
CREATE INDEX rungs_by_case ON alerts.rungs USING btree (case_id, id);
alter table alerts.rungs enable row level security;
alter table alerts.rungs force row level security;
create policy add on alerts.rungs as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on alerts.rungs as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy for_who_oversees_or_owes on alerts.rungs as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) OR ((kind = 'action'::text) AND (marac_id = ANY (access.holds('{IDVA}'::text[])))));
create policy raised_by_the_clock on alerts.rungs as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy visible on alerts.rungs as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on alerts.rungs to marac_app;

create schema assessments;
grant usage on schema assessments to marac_app;

create table assessments.assessments (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  victim_id uuid not null,
  instrument text not null,
  instrument_version integer not null,
  answers jsonb,
  score integer,
  grade text,
  raised_to text,
  raised_because text,
  assessed_on date not null,
  recorded_by text not null,
  created_at timestamp with time zone default now() not null,
  constraint assessments_pkey PRIMARY KEY (id),
  constraint assessments_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint assessments_victim_id_fkey FOREIGN KEY (victim_id) REFERENCES persons.persons(id),
  constraint assessments_check CHECK (((score IS NOT NULL) OR (grade IS NOT NULL))),
  constraint assessments_grade_check CHECK ((grade = ANY (ARRAY['STANDARD'::text, 'MEDIUM'::text, 'HIGH'::text]))),
  constraint assessments_raised_to_check CHECK ((raised_to = ANY (ARRAY['MEDIUM'::text, 'HIGH'::text]))),
  constraint assessments_score_check CHECK ((score >= 0))
);
CREATE INDEX assessments_by_case ON assessments.assessments USING btree (case_id, assessed_on);
CREATE INDEX assessments_by_victim ON assessments.assessments USING btree (victim_id);
alter table assessments.assessments enable row level security;
alter table assessments.assessments force row level security;
create policy add on assessments.assessments as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'SOURCE'::text));
create policy change on assessments.assessments as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'SOURCE'::text)));
create policy visible on assessments.assessments as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'SOURCE'::text)));
grant insert, select on assessments.assessments to marac_app;

create schema audit;
grant usage on schema audit to marac_app;

create table audit.blocks (
  number bigint not null,
  hash bytea not null,
  constraint blocks_pkey PRIMARY KEY (number),
  constraint blocks_hash_check CHECK ((octet_length(hash) = 32)),
  constraint blocks_number_check CHECK ((number >= 0))
);
alter table audit.blocks enable row level security;
alter table audit.blocks force row level security;
create policy by_the_system on audit.blocks as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.blocks FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
grant insert, select on audit.blocks to marac_app;

create table audit.checkpoints (
  number bigint not null,
  size bigint not null,
  edge bytea not null,
  note text not null,
  constraint checkpoints_pkey PRIMARY KEY (number),
  constraint checkpoints_edge_check CHECK (((octet_length(edge) % 32) = 0)),
  constraint checkpoints_number_check CHECK ((number >= 0)),
  constraint checkpoints_size_check CHECK ((size > 0))
);
alter table audit.checkpoints enable row level security;
alter table audit.checkpoints force row level security;
create policy by_the_system on audit.checkpoints as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.checkpoints FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
grant insert, select on audit.checkpoints to marac_app;

create table audit.events (
  id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  actor_kind text not null,
  actor_id text not null,
  agency_id uuid,
  marac_id uuid,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  purpose text,
  labels text[],
  outcome text not null,
  code text,
  reference text,
  constraint events_pkey PRIMARY KEY (id),
  constraint events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'system'::text, 'operator'::text, 'anonymous'::text]))),
  constraint events_outcome_check CHECK ((outcome = ANY (ARRAY['DONE'::text, 'REFUSED'::text, 'FAILED'::text])))
);
CREATE INDEX events_by_actor ON audit.events USING btree (actor_id, at);
CREATE INDEX events_by_subject ON audit.events USING btree (subject_id, at);
alter table audit.events enable row level security;
alter table audit.events force row level security;
create policy append on audit.events as permissive for insert to public
  with check (((actor_kind = 'user'::text) AND (actor_id = current_setting('app.user_id'::text, true))) OR (current_setting('app.system'::text, true) = 'on'::text));
create policy not_of_the_excluded on audit.events as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR COALESCE((subject_id <> ALL (( SELECT access.excluded_subjects() AS excluded_subjects)::text[])), false));
create policy read_as_auditor on audit.events as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (COALESCE((subject_id <> ALL ((( SELECT access.excluded() AS excluded))::text[])), false) AND ((marac_id = ANY (( SELECT access.audits() AS audits)::uuid[])) OR ((marac_id IS NULL) AND (( SELECT access.audits_all() AS audits_all) OR ((actor_kind = 'user'::text) AND (EXISTS ( SELECT
   FROM identity.user_roles r
  WHERE (((r.user_id)::text = events.actor_id) AND (r.marac_id = ANY (( SELECT access.audits() AS audits)::uuid[])))))))))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.events FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
grant select on audit.events to marac_app;
grant insert (id) on audit.events to marac_app;
grant insert (actor_kind) on audit.events to marac_app;
grant insert (actor_id) on audit.events to marac_app;
grant insert (agency_id) on audit.events to marac_app;
grant insert (marac_id) on audit.events to marac_app;
grant insert (action) on audit.events to marac_app;
grant insert (subject_kind) on audit.events to marac_app;
grant insert (subject_id) on audit.events to marac_app;
grant insert (purpose) on audit.events to marac_app;
grant insert (labels) on audit.events to marac_app;
grant insert (outcome) on audit.events to marac_app;
grant insert (code) on audit.events to marac_app;
grant insert (reference) on audit.events to marac_app;

create table audit.leaves (
  position bigint not null,
  event_id uuid not null,
  hash bytea not null,
  constraint leaves_pkey PRIMARY KEY ("position"),
  constraint sealed_once UNIQUE (event_id),
  constraint leaves_hash_check CHECK ((octet_length(hash) = 32)),
  constraint leaves_position_check CHECK (("position" >= 0))
);
alter table audit.leaves enable row level security;
alter table audit.leaves force row level security;
create policy by_the_system on audit.leaves as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.leaves FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
grant insert, select on audit.leaves to marac_app;

create table audit.log (
  id uuid default gen_random_uuid() not null,
  single boolean default true not null,
  constraint log_pkey PRIMARY KEY (id),
  constraint one_log UNIQUE (single),
  constraint log_single_check CHECK (single)
);
alter table audit.log enable row level security;
alter table audit.log force row level security;
create policy by_the_system on audit.log as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
grant select on audit.log to marac_app;

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
  end $function$;
grant execute on function audit.refuse_change() to public;

create schema break_glass;
grant usage on schema break_glass to marac_app;

create table break_glass.misses (
  id uuid not null,
  user_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint misses_pkey PRIMARY KEY (id),
  constraint misses_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);
CREATE INDEX misses_by_user ON break_glass.misses USING btree (user_id, at);
alter table break_glass.misses enable row level security;
alter table break_glass.misses force row level security;
create policy by_the_system on break_glass.misses as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on break_glass.misses to marac_app;

create table break_glass.uses (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  user_id uuid not null,
  agency_id uuid not null,
  reason_code text not null,
  reason text not null,
  opened_at timestamp with time zone default now() not null,
  ends_at timestamp with time zone not null,
  review_due_at timestamp with time zone not null,
  escalation integer default 0 not null,
  finding text,
  review text,
  reviewed_by uuid,
  reviewed_at timestamp with time zone,
  version integer default 1 not null,
  constraint uses_pkey PRIMARY KEY (id),
  constraint uses_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint uses_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint uses_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES identity.users(id),
  constraint uses_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint uses_check CHECK ((ends_at <= (opened_at + '01:00:00'::interval))),
  constraint uses_check1 CHECK ((reviewed_by <> user_id)),
  constraint uses_check2 CHECK ((num_nonnulls(finding, review, reviewed_by, reviewed_at) = ANY (ARRAY[0, 4]))),
  constraint uses_escalation_check CHECK (((escalation >= 0) AND (escalation <= 2))),
  constraint uses_finding_check CHECK ((finding = ANY (ARRAY['JUSTIFIED'::text, 'NOT_JUSTIFIED'::text, 'TRAINING_NEEDED'::text]))),
  constraint uses_reason_code_check CHECK ((reason_code = ANY (ARRAY['LIFE_AT_RISK'::text, 'CHILD_AT_RISK'::text, 'VICTIM_MISSING'::text, 'OUT_OF_HOURS'::text, 'OTHER'::text])))
);
CREATE INDEX uses_by_case ON break_glass.uses USING btree (case_id);
CREATE INDEX uses_by_marac ON break_glass.uses USING btree (marac_id, id);
CREATE INDEX uses_by_user ON break_glass.uses USING btree (user_id, opened_at);
alter table break_glass.uses enable row level security;
alter table break_glass.uses force row level security;
create policy add on break_glass.uses as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy added_by_the_system on break_glass.uses as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy change on break_glass.uses as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy changed_by_the_system on break_glass.uses as restrictive for update to public
  using ( SELECT access.is_system() AS is_system);
create policy for_review on break_glass.uses as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on break_glass.uses as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select, update on break_glass.uses to marac_app;

create schema calendar;
grant usage on schema calendar to marac_app;

create table calendar.feeds (
  id uuid not null,
  user_id uuid not null,
  name text not null,
  token_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  last_read_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint feeds_pkey PRIMARY KEY (id),
  constraint feed_token_is_taken UNIQUE (token_hash),
  constraint feeds_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint feeds_name_check CHECK ((name <> ''::text))
);
CREATE INDEX feeds_by_user ON calendar.feeds USING btree (user_id, id);
alter table calendar.feeds enable row level security;
alter table calendar.feeds force row level security;
create policy add_own on calendar.feeds as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
create policy change_own on calendar.feeds as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
create policy own on calendar.feeds as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
grant insert, select on calendar.feeds to marac_app;
grant update (last_read_at) on calendar.feeds to marac_app;
grant update (revoked_at) on calendar.feeds to marac_app;

create table calendar.marks (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  done_by text not null,
  done_at timestamp with time zone default now() not null,
  undone_by text,
  undone_at timestamp with time zone,
  constraint marks_pkey PRIMARY KEY (id),
  constraint marks_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint marks_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint marks_check CHECK ((num_nonnulls(undone_by, undone_at) = ANY (ARRAY[0, 2]))),
  constraint marks_kind_check CHECK ((kind ~ '^[A-Z][A-Z_]{2,40}$'::text))
);
CREATE UNIQUE INDEX mark_is_set ON calendar.marks USING btree (meeting_id, kind) WHERE (undone_at IS NULL);
alter table calendar.marks enable row level security;
alter table calendar.marks force row level security;
create policy overseers_add on calendar.marks as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy overseers_change on calendar.marks as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy overseers_read on calendar.marks as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on calendar.marks to marac_app;
grant update (undone_by) on calendar.marks to marac_app;
grant update (undone_at) on calendar.marks to marac_app;

create table calendar.reminders (
  id uuid not null,
  marac_id uuid not null,
  meeting_id uuid,
  kind text not null,
  due_on date not null,
  raised_at timestamp with time zone default now() not null,
  constraint reminders_pkey PRIMARY KEY (id),
  constraint reminded_once UNIQUE NULLS NOT DISTINCT (marac_id, kind, meeting_id, due_on),
  constraint reminders_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint reminders_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint reminders_kind_check CHECK ((kind ~ '^[A-Z][A-Z_]{2,40}$'::text))
);
alter table calendar.reminders enable row level security;
alter table calendar.reminders force row level security;
create policy system_alone on calendar.reminders as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on calendar.reminders to marac_app;

create schema conference;
grant usage on schema conference to marac_app;

create table conference.action_reviews (
  id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  action_id uuid not null,
  finding text not null,
  note text not null,
  closed boolean not null,
  due_on date,
  reviewed_by text not null,
  reviewed_at timestamp with time zone default now() not null,
  constraint action_reviews_pkey PRIMARY KEY (id),
  constraint reviewed_once UNIQUE (meeting_id, action_id),
  constraint action_reviews_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint action_reviews_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint action_reviews_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint action_reviews_finding_check CHECK ((finding = ANY (ARRAY['DONE'::text, 'CARRIED_ON'::text, 'NOT_POSSIBLE_CIRCUMSTANCES_CHANGED'::text, 'AGENCY_DID_NOT'::text]))),
  constraint action_reviews_note_check CHECK ((note <> ''::text))
);
CREATE INDEX action_reviews_by_action ON conference.action_reviews USING btree (action_id);
CREATE INDEX action_reviews_by_case ON conference.action_reviews USING btree (case_id);
alter table conference.action_reviews enable row level security;
alter table conference.action_reviews force row level security;
create policy add on conference.action_reviews as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy at_the_table on conference.action_reviews as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (EXISTS ( SELECT
   FROM actions.actions a
  WHERE (a.id = action_reviews.action_id))));
create policy change on conference.action_reviews as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy changed_by_overseers on conference.action_reviews as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy kept_by_overseers on conference.action_reviews as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on conference.action_reviews as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on conference.action_reviews to marac_app;

create table conference.attendance (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  came_as text not null,
  user_id uuid,
  name text default ''::text not null,
  post text default ''::text not null,
  arrived_at timestamp with time zone,
  left_at timestamp with time zone,
  information_sent boolean,
  information_received_on date,
  signed_on_paper boolean default false not null,
  recorded_by text not null,
  recorded_at timestamp with time zone default now() not null,
  removed_at timestamp with time zone,
  version integer default 1 not null,
  constraint attendance_pkey PRIMARY KEY (id),
  constraint attendance_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint attendance_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint attendance_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint attendance_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint attendance_came_as_check CHECK ((came_as = ANY (ARRAY['REPRESENTATIVE'::text, 'DEPUTY'::text, 'CHAIR'::text, 'NOTE_TAKER'::text, 'OBSERVER'::text, 'APOLOGIES'::text]))),
  constraint attendance_check CHECK ((left_at >= arrived_at)),
  constraint attendance_check1 CHECK (((came_as = 'APOLOGIES'::text) = (arrived_at IS NULL))),
  constraint attendance_check2 CHECK (((came_as = 'APOLOGIES'::text) = (information_sent IS NOT NULL))),
  constraint attendance_check3 CHECK ((COALESCE(information_sent, false) = (information_received_on IS NOT NULL))),
  constraint attendance_check4 CHECK (((user_id IS NULL) OR (name = ''::text)))
);
CREATE UNIQUE INDEX attends_once ON conference.attendance USING btree (meeting_id, agency_id, COALESCE((user_id)::text, lower(name))) WHERE (removed_at IS NULL);
alter table conference.attendance enable row level security;
alter table conference.attendance force row level security;
create policy members_read on conference.attendance as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy standing_adds on conference.attendance as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy standing_changes on conference.attendance as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select, update on conference.attendance to marac_app;

create table conference.guest_attendance (
  id uuid not null,
  agenda_item_id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  arrived_at timestamp with time zone not null,
  left_at timestamp with time zone,
  recorded_by text not null,
  constraint guest_attendance_pkey PRIMARY KEY (id),
  constraint guest_attendance_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint guest_attendance_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint guest_attendance_id_fkey FOREIGN KEY (id) REFERENCES meetings.guests(id),
  constraint guest_attendance_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint guest_attendance_check CHECK ((left_at >= arrived_at))
);
CREATE INDEX guest_attendance_by_case ON conference.guest_attendance USING btree (case_id);
CREATE INDEX guest_attendance_by_meeting ON conference.guest_attendance USING btree (meeting_id);
alter table conference.guest_attendance enable row level security;
alter table conference.guest_attendance force row level security;
create policy add on conference.guest_attendance as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy at_the_table on conference.guest_attendance as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR conference.at_the_table(meeting_id, case_id, marac_id, 'IDENTITY'::text));
create policy change on conference.guest_attendance as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy changed_by_overseers on conference.guest_attendance as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy kept_by_overseers on conference.guest_attendance as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on conference.guest_attendance as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on conference.guest_attendance to marac_app;
grant update (arrived_at) on conference.guest_attendance to marac_app;
grant update (left_at) on conference.guest_attendance to marac_app;
grant update (recorded_by) on conference.guest_attendance to marac_app;

create table conference.hearings (
  id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  reason text default ''::text not null,
  waived_by text,
  waived_at timestamp with time zone,
  heard_at timestamp with time zone,
  quorate boolean,
  missing text[] default '{}'::text[] not null,
  rule_version integer not null,
  constraint hearings_pkey PRIMARY KEY (id),
  constraint hearings_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint hearings_id_fkey FOREIGN KEY (id) REFERENCES meetings.agenda_items(id),
  constraint hearings_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint hearings_check CHECK (((heard_at IS NULL) = (quorate IS NULL))),
  constraint hearings_check1 CHECK ((((waived_by IS NULL) = (waived_at IS NULL)) AND ((waived_by IS NULL) = (reason = ''::text)))),
  constraint hearings_check2 CHECK ((COALESCE(quorate, true) OR (reason <> ''::text)))
);
CREATE INDEX hearings_by_case ON conference.hearings USING btree (case_id);
CREATE INDEX hearings_by_meeting ON conference.hearings USING btree (meeting_id);
alter table conference.hearings enable row level security;
alter table conference.hearings force row level security;
create policy add on conference.hearings as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy at_the_table on conference.hearings as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR conference.at_the_table(meeting_id, case_id, marac_id, 'IDENTITY'::text));
create policy change on conference.hearings as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy changed_by_overseers on conference.hearings as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy kept_by_overseers on conference.hearings as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on conference.hearings as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on conference.hearings to marac_app;
grant update (reason) on conference.hearings to marac_app;
grant update (waived_by) on conference.hearings to marac_app;
grant update (waived_at) on conference.hearings to marac_app;
grant update (heard_at) on conference.hearings to marac_app;
grant update (quorate) on conference.hearings to marac_app;
grant update (missing) on conference.hearings to marac_app;
grant update (rule_version) on conference.hearings to marac_app;

create table conference.intentions (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  coming text not null,
  people integer not null,
  deputy text default ''::text not null,
  said_by text not null,
  said_at timestamp with time zone default now() not null,
  constraint intentions_pkey PRIMARY KEY (id),
  constraint says_once UNIQUE (meeting_id, agency_id),
  constraint intentions_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint intentions_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint intentions_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint intentions_coming_check CHECK ((coming = ANY (ARRAY['YES'::text, 'NO'::text, 'UNSURE'::text]))),
  constraint intentions_people_check CHECK (((people >= 0) AND (people <= 20)))
);
alter table conference.intentions enable row level security;
alter table conference.intentions force row level security;
create policy members_read on conference.intentions as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy standing_adds on conference.intentions as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR ((marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])) AND (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[]))));
create policy standing_changes on conference.intentions as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR ((marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])) AND (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[]))));
grant insert, select on conference.intentions to marac_app;
grant update (coming) on conference.intentions to marac_app;
grant update (people) on conference.intentions to marac_app;
grant update (deputy) on conference.intentions to marac_app;
grant update (said_by) on conference.intentions to marac_app;
grant update (said_at) on conference.intentions to marac_app;

create table conference.notes (
  id uuid not null,
  agenda_item_id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  section text not null,
  label text not null,
  text text not null,
  written_by text not null,
  written_at timestamp with time zone default now() not null,
  constraint notes_pkey PRIMARY KEY (id),
  constraint notes_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint notes_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint notes_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint notes_label_check CHECK ((label = ANY (ARRAY['CONTACT'::text, 'INTELLIGENCE'::text]))),
  constraint notes_section_check CHECK ((section = ANY (ARRAY['PRESENTING_SUMMARY'::text, 'VICTIM_VIEW'::text, 'RISK_HARM'::text, 'RISK_INDICATORS'::text, 'RISK_SAFETY_IN_PLACE'::text, 'DECISIONS'::text, 'TELLING_VICTIM'::text, 'DISSENT'::text]))),
  constraint notes_text_check CHECK ((text <> ''::text))
);
CREATE INDEX notes_by_case ON conference.notes USING btree (case_id);
CREATE INDEX notes_by_item ON conference.notes USING btree (agenda_item_id, id);
alter table conference.notes enable row level security;
alter table conference.notes force row level security;
create policy add on conference.notes as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy at_the_table on conference.notes as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR conference.at_the_table(meeting_id, case_id, marac_id, label));
create policy change on conference.notes as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy changed_by_overseers on conference.notes as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy kept_by_overseers on conference.notes as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on conference.notes as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on conference.notes to marac_app;

create table conference.quorum_changes (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  quorate boolean not null,
  with_children boolean not null,
  missing text[] not null,
  rule_version integer not null,
  constraint quorum_changes_pkey PRIMARY KEY (id),
  constraint quorum_changes_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint quorum_changes_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id)
);
CREATE INDEX quorum_changes_by_meeting ON conference.quorum_changes USING btree (meeting_id, id);
alter table conference.quorum_changes enable row level security;
alter table conference.quorum_changes force row level security;
create policy members_read on conference.quorum_changes as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy standing_adds on conference.quorum_changes as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy standing_changes on conference.quorum_changes as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on conference.quorum_changes to marac_app;

create table conference.revisions (
  id uuid not null,
  agenda_item_id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  section text not null,
  label text not null,
  number integer not null,
  text text not null,
  who text not null,
  day date,
  written_by text not null,
  written_at timestamp with time zone default now() not null,
  constraint revisions_pkey PRIMARY KEY (id),
  constraint revision_number_is_taken UNIQUE (agenda_item_id, section, number),
  constraint revisions_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint revisions_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint revisions_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint revisions_label_check CHECK ((label = ANY (ARRAY['CONTACT'::text, 'INTELLIGENCE'::text]))),
  constraint revisions_number_check CHECK ((number > 0)),
  constraint revisions_section_check CHECK ((section = ANY (ARRAY['PRESENTING_SUMMARY'::text, 'VICTIM_VIEW'::text, 'RISK_HARM'::text, 'RISK_INDICATORS'::text, 'RISK_SAFETY_IN_PLACE'::text, 'DECISIONS'::text, 'TELLING_VICTIM'::text, 'DISSENT'::text])))
);
CREATE INDEX revisions_by_case ON conference.revisions USING btree (case_id);
alter table conference.revisions enable row level security;
alter table conference.revisions force row level security;
create policy add on conference.revisions as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy at_the_table on conference.revisions as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy change on conference.revisions as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy changed_by_overseers on conference.revisions as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy kept_by_overseers on conference.revisions as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on conference.revisions as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on conference.revisions to marac_app;

create table conference.sections (
  id uuid not null,
  agenda_item_id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  section text not null,
  label text not null,
  text text default ''::text not null,
  who text default ''::text not null,
  day date,
  written_by text not null,
  written_at timestamp with time zone default now() not null,
  version integer default 0 not null,
  constraint sections_pkey PRIMARY KEY (id),
  constraint section_of_an_item UNIQUE (agenda_item_id, section),
  constraint sections_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint sections_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint sections_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint sections_label_check CHECK ((label = ANY (ARRAY['CONTACT'::text, 'INTELLIGENCE'::text]))),
  constraint sections_section_check CHECK ((section = ANY (ARRAY['PRESENTING_SUMMARY'::text, 'VICTIM_VIEW'::text, 'RISK_HARM'::text, 'RISK_INDICATORS'::text, 'RISK_SAFETY_IN_PLACE'::text, 'DECISIONS'::text, 'TELLING_VICTIM'::text, 'DISSENT'::text])))
);
CREATE INDEX sections_by_case ON conference.sections USING btree (case_id);
CREATE INDEX sections_by_meeting ON conference.sections USING btree (meeting_id);
alter table conference.sections enable row level security;
alter table conference.sections force row level security;
create policy add on conference.sections as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy at_the_table on conference.sections as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR conference.at_the_table(meeting_id, case_id, marac_id, label));
create policy change on conference.sections as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy changed_by_overseers on conference.sections as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy kept_by_overseers on conference.sections as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on conference.sections as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on conference.sections to marac_app;
grant update (text) on conference.sections to marac_app;
grant update (who) on conference.sections to marac_app;
grant update (day) on conference.sections to marac_app;
grant update (written_by) on conference.sections to marac_app;
grant update (written_at) on conference.sections to marac_app;
grant update (version) on conference.sections to marac_app;

create table conference.sittings (
  id uuid not null,
  marac_id uuid not null,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  chair_id uuid,
  note_taker_id uuid,
  rule_version integer not null,
  closed_at timestamp with time zone,
  closed_by text,
  frozen_at timestamp with time zone,
  constraint sittings_pkey PRIMARY KEY (id),
  constraint sittings_chair_id_fkey FOREIGN KEY (chair_id) REFERENCES identity.users(id),
  constraint sittings_id_fkey FOREIGN KEY (id) REFERENCES meetings.meetings(id),
  constraint sittings_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint sittings_note_taker_id_fkey FOREIGN KEY (note_taker_id) REFERENCES identity.users(id),
  constraint sittings_check CHECK ((closed_at >= opened_at)),
  constraint sittings_check1 CHECK (((closed_at IS NULL) = (closed_by IS NULL)))
);
alter table conference.sittings enable row level security;
alter table conference.sittings force row level security;
create policy members_read on conference.sittings as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy standing_adds on conference.sittings as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy standing_changes on conference.sittings as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on conference.sittings to marac_app;
grant update (chair_id) on conference.sittings to marac_app;
grant update (note_taker_id) on conference.sittings to marac_app;
grant update (closed_at) on conference.sittings to marac_app;
grant update (closed_by) on conference.sittings to marac_app;
grant update (frozen_at) on conference.sittings to marac_app;

CREATE OR REPLACE FUNCTION conference.at_the_table(of_meeting uuid, of_case uuid, of_marac uuid, wanted text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
  begin
    return of_meeting = any (meetings.declared()) and exists (
      select from access.grants g
       where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and wanted = any (g.labels)
         and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and g.origin not in ('GUEST', 'TRANSFER', 'BREAK_GLASS')
         and (of_marac = any (access.holds('{IDVA}'))
              or (g.origin = 'CIRCULATION' and g.origin_id = of_meeting and of_meeting = any (meetings.begun()))));
  end $function$;
grant execute on function conference.at_the_table(uuid,uuid,uuid,text) to marac_app;
grant execute on function conference.at_the_table(uuid,uuid,uuid,text) to public;

create schema conflicts;
grant usage on schema conflicts to marac_app;

create table conflicts.conflicts (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  user_id uuid,
  agency_id uuid,
  except_user_ids uuid[] default '{}'::uuid[] not null,
  nature text not null,
  evidence text[] not null,
  tie_ids uuid[] default '{}'::uuid[] not null,
  person_ids uuid[] default '{}'::uuid[] not null,
  status text not null,
  lift_proposed_by uuid,
  made_by text not null,
  made_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  without_link text,
  constraint conflicts_pkey PRIMARY KEY (id),
  constraint conflicts_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint conflicts_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint conflicts_lift_proposed_by_fkey FOREIGN KEY (lift_proposed_by) REFERENCES identity.users(id),
  constraint conflicts_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint conflicts_check CHECK ((num_nonnulls(user_id, agency_id) = 1)),
  constraint conflicts_check1 CHECK (((status = 'LIFT_PROPOSED'::text) = (lift_proposed_by IS NOT NULL))),
  constraint conflicts_evidence_check CHECK ((evidence <@ ARRAY['DECLARED'::text, 'REPORTED'::text, 'NAME'::text, 'NAME_BIRTH'::text, 'PHONE'::text, 'ADDRESS'::text, 'SAME_PERSON'::text, 'RESTRICTION'::text])),
  constraint conflicts_nature_check CHECK ((nature = ANY (ARRAY['SELF'::text, 'RELATIVE'::text, 'PARTNER'::text, 'FRIEND'::text, 'NEIGHBOUR'::text, 'WORKS_WITH'::text, 'OTHER'::text]))),
  constraint conflicts_status_check CHECK ((status = ANY (ARRAY['QUESTION'::text, 'PROVISIONAL'::text, 'CONFIRMED'::text, 'LIFT_PROPOSED'::text, 'LIFTED'::text, 'DISMISSED'::text, 'UNLINKED'::text]))),
  constraint conflicts_without_link_check CHECK ((without_link = ANY (ARRAY['QUESTION'::text, 'LIFTED'::text, 'DISMISSED'::text, 'UNLINKED'::text])))
);
CREATE UNIQUE INDEX conflict_of_a_person ON conflicts.conflicts USING btree (case_id, user_id) WHERE (user_id IS NOT NULL);
CREATE INDEX conflicts_by_marac ON conflicts.conflicts USING btree (marac_id, id);
CREATE INDEX conflicts_by_person ON conflicts.conflicts USING gin (person_ids);
CREATE INDEX conflicts_by_user ON conflicts.conflicts USING btree (user_id);
CREATE UNIQUE INDEX restriction_of_an_agency ON conflicts.conflicts USING btree (case_id, agency_id) WHERE (agency_id IS NOT NULL);
alter table conflicts.conflicts enable row level security;
alter table conflicts.conflicts force row level security;
create policy add on conflicts.conflicts as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy added_by_the_system on conflicts.conflicts as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy change on conflicts.conflicts as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy changed_by_the_system on conflicts.conflicts as restrictive for update to public
  using ( SELECT access.is_system() AS is_system);
create policy not_about_the_reader on conflicts.conflicts as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR ((user_id IS DISTINCT FROM ( SELECT access.reader() AS reader)) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))));
create policy visible on conflicts.conflicts as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select, update on conflicts.conflicts to marac_app;

create table conflicts.decisions (
  id uuid not null,
  conflict_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  step text not null,
  reason text not null,
  made_by text not null,
  made_at timestamp with time zone default now() not null,
  constraint decisions_pkey PRIMARY KEY (id),
  constraint decisions_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint decisions_conflict_id_fkey FOREIGN KEY (conflict_id) REFERENCES conflicts.conflicts(id),
  constraint decisions_step_check CHECK ((step = ANY (ARRAY['CONFIRM'::text, 'DISMISS'::text, 'PROPOSE_LIFT'::text, 'AGREE_LIFT'::text, 'REFUSE_LIFT'::text, 'RESTRICT'::text, 'NAME_PEOPLE'::text, 'UNLINK'::text])))
);
CREATE INDEX decisions_by_case ON conflicts.decisions USING btree (case_id);
CREATE INDEX decisions_by_conflict ON conflicts.decisions USING btree (conflict_id, id);
alter table conflicts.decisions enable row level security;
alter table conflicts.decisions force row level security;
create policy add on conflicts.decisions as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy added_by_the_system on conflicts.decisions as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy change on conflicts.decisions as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy of_a_conflict_seen on conflicts.decisions as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (EXISTS ( SELECT
   FROM conflicts.conflicts c
  WHERE (c.id = decisions.conflict_id))));
create policy visible on conflicts.decisions as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on conflicts.decisions to marac_app;

create table conflicts.hash_key (
  id smallint not null,
  sealed bytea not null,
  constraint hash_key_pkey PRIMARY KEY (id),
  constraint hash_key_id_check CHECK ((id = 1))
);
alter table conflicts.hash_key enable row level security;
alter table conflicts.hash_key force row level security;
create policy by_the_system on conflicts.hash_key as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on conflicts.hash_key to marac_app;
grant update (sealed) on conflicts.hash_key to marac_app;

create table conflicts.party_keys (
  person_id uuid not null,
  keys bigint[] not null,
  constraint party_keys_pkey PRIMARY KEY (person_id),
  constraint party_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id)
);
CREATE INDEX party_keys_by_key ON conflicts.party_keys USING gin (keys);
alter table conflicts.party_keys enable row level security;
alter table conflicts.party_keys force row level security;
create policy by_the_system on conflicts.party_keys as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on conflicts.party_keys to marac_app;
grant update (keys) on conflicts.party_keys to marac_app;

create table conflicts.tie_keys (
  key bigint not null,
  tie_id uuid not null,
  kind text not null,
  constraint tie_keys_pkey PRIMARY KEY (key, tie_id),
  constraint tie_keys_tie_id_fkey FOREIGN KEY (tie_id) REFERENCES conflicts.ties(id),
  constraint tie_keys_kind_check CHECK ((kind = ANY (ARRAY['NAME'::text, 'NAME_BIRTH'::text, 'PHONE'::text, 'ADDRESS'::text])))
);
CREATE INDEX tie_keys_by_tie ON conflicts.tie_keys USING btree (tie_id);
alter table conflicts.tie_keys enable row level security;
alter table conflicts.tie_keys force row level security;
create policy by_the_system on conflicts.tie_keys as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on conflicts.tie_keys to marac_app;

create table conflicts.ties (
  id uuid not null,
  user_id uuid not null,
  nature text not null,
  source text not null,
  made_by text not null,
  made_at timestamp with time zone default now() not null,
  constraint ties_pkey PRIMARY KEY (id),
  constraint ties_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint ties_nature_check CHECK ((nature = ANY (ARRAY['SELF'::text, 'RELATIVE'::text, 'PARTNER'::text, 'FRIEND'::text, 'NEIGHBOUR'::text, 'WORKS_WITH'::text, 'OTHER'::text]))),
  constraint ties_source_check CHECK ((source = ANY (ARRAY['OWN_DETAILS'::text, 'DECLARED'::text, 'REPORTED'::text])))
);
CREATE INDEX ties_by_user ON conflicts.ties USING btree (user_id);
alter table conflicts.ties enable row level security;
alter table conflicts.ties force row level security;
create policy by_the_system on conflicts.ties as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on conflicts.ties to marac_app;

create schema flags;
grant usage on schema flags to marac_app;

create table flags.acknowledgements (
  id uuid not null,
  flag_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  marker text not null,
  flag_version integer not null,
  expires_on date not null,
  made_by text not null,
  made_at timestamp with time zone default now() not null,
  constraint acknowledgements_pkey PRIMARY KEY (id),
  constraint acknowledgements_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint acknowledgements_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint acknowledgements_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES flags.flags(id),
  constraint acknowledgements_marker_check CHECK ((marker = ANY (ARRAY['PLACED'::text, 'REMOVED'::text, 'NOT_HELD'::text])))
);
CREATE INDEX acknowledgements_by_case ON flags.acknowledgements USING btree (case_id);
CREATE INDEX acknowledgements_by_flag ON flags.acknowledgements USING btree (flag_id, agency_id, id);
alter table flags.acknowledgements enable row level security;
alter table flags.acknowledgements force row level security;
create policy add on flags.acknowledgements as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on flags.acknowledgements as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy of_the_own_agency on flags.acknowledgements as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy own_or_overseer on flags.acknowledgements as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy visible on flags.acknowledgements as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on flags.acknowledgements to marac_app;

create table flags.changes (
  id uuid not null,
  flag_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  agency_id uuid,
  flag_version integer not null,
  set_on date not null,
  expires_on date not null,
  at timestamp with time zone not null,
  constraint changes_pkey PRIMARY KEY (id),
  constraint change_has_its_moment UNIQUE (at),
  constraint change_once UNIQUE NULLS NOT DISTINCT (flag_id, flag_version, kind, agency_id),
  constraint changes_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint changes_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint changes_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES flags.flags(id),
  constraint changes_check CHECK (((agency_id IS NULL) = (kind <> 'SHARED'::text))),
  constraint changes_kind_check CHECK ((kind = ANY (ARRAY['SET'::text, 'MOVED'::text, 'LAPSED'::text, 'SHARED'::text])))
);
CREATE INDEX changes_by_case ON flags.changes USING btree (case_id);
alter table flags.changes enable row level security;
alter table flags.changes force row level security;
create policy add on flags.changes as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on flags.changes as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy of_all_or_own on flags.changes as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (agency_id IS NULL) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy told_by_the_clock on flags.changes as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy visible on flags.changes as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, 'IDENTITY'::text)));
grant insert, select on flags.changes to marac_app;

create table flags.chases (
  id uuid not null,
  flag_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  owed text not null,
  flag_version integer not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  constraint chases_pkey PRIMARY KEY (id),
  constraint chase_once UNIQUE (flag_id, flag_version, agency_id, owed),
  constraint chases_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint chases_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint chases_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES flags.flags(id),
  constraint chases_owed_check CHECK ((owed = ANY (ARRAY['PLACING'::text, 'REMOVING'::text])))
);
CREATE INDEX chases_by_case ON flags.chases USING btree (case_id);
alter table flags.chases enable row level security;
alter table flags.chases force row level security;
create policy add on flags.chases as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on flags.chases as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy own_or_overseer on flags.chases as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy raised_by_the_clock on flags.chases as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy visible on flags.chases as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on flags.chases to marac_app;

create table flags.flags (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  set_on date not null,
  expires_on date not null,
  rule_version integer not null,
  renewed_at timestamp with time zone,
  version integer default 1 not null,
  changed_at timestamp with time zone default now() not null,
  announced integer default 0 not null,
  lapsed_at timestamp with time zone,
  constraint flags_pkey PRIMARY KEY (id),
  constraint one_flag_per_case UNIQUE (case_id),
  constraint flags_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint flags_check CHECK ((expires_on >= set_on))
);
CREATE INDEX flags_by_end ON flags.flags USING btree (expires_on, id);
CREATE INDEX flags_by_expiry ON flags.flags USING btree (marac_id, expires_on);
CREATE INDEX flags_to_announce ON flags.flags USING btree (marac_id) WHERE (announced < version);
CREATE INDEX flags_to_lapse ON flags.flags USING btree (marac_id, expires_on) WHERE (lapsed_at IS NULL);
alter table flags.flags enable row level security;
alter table flags.flags force row level security;
create policy add on flags.flags as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on flags.flags as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on flags.flags as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, 'IDENTITY'::text)));
grant insert, select, update on flags.flags to marac_app;

create schema identity;
grant usage on schema identity to marac_app;

create table identity.authenticator_apps (
  id uuid not null,
  user_id uuid not null,
  sealed_secret bytea not null,
  created_at timestamp with time zone default now() not null,
  confirmed_at timestamp with time zone,
  last_step bigint default 0 not null,
  constraint authenticator_apps_pkey PRIMARY KEY (id),
  constraint authenticator_apps_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);
CREATE UNIQUE INDEX authenticator_app_in_use ON identity.authenticator_apps USING btree (user_id) WHERE (confirmed_at IS NOT NULL);
CREATE UNIQUE INDEX authenticator_app_offered ON identity.authenticator_apps USING btree (user_id) WHERE (confirmed_at IS NULL);
grant delete, insert, select, update on identity.authenticator_apps to marac_app;
comment on column identity.authenticator_apps.last_step is 'The latest time step whose code was taken: none is taken twice.';

create table identity.challenges (
  id uuid not null,
  kind text not null,
  user_id uuid,
  network_key bytea,
  challenge text not null,
  expires_at timestamp with time zone not null,
  constraint challenges_pkey PRIMARY KEY (id),
  constraint challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint challenges_check CHECK (((kind = 'SIGN_IN'::text) = (user_id IS NULL))),
  constraint challenges_kind_check CHECK ((kind = ANY (ARRAY['REGISTER'::text, 'SIGN_IN'::text, 'STEP_UP'::text])))
);
CREATE INDEX challenges_by_expiry ON identity.challenges USING btree (expires_at);
CREATE INDEX challenges_by_network ON identity.challenges USING btree (network_key) WHERE (network_key IS NOT NULL);
CREATE INDEX challenges_by_user ON identity.challenges USING btree (user_id);
grant delete, insert, select on identity.challenges to marac_app;
comment on table identity.challenges is 'What a passkey must sign: taken away when it is used, whether it fits or not.';

create table identity.external_identities (
  id uuid not null,
  provider_id uuid not null,
  user_id uuid not null,
  issuer text not null,
  subject text,
  requested_by uuid not null,
  requested_at timestamp with time zone default now() not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  code_hash bytea,
  expires_at timestamp with time zone not null,
  linked_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint external_identities_pkey PRIMARY KEY (id),
  constraint external_identity_code UNIQUE (code_hash),
  constraint external_identities_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES identity.users(id),
  constraint external_identities_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity.oidc_providers(id),
  constraint external_identities_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES identity.users(id),
  constraint external_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint external_identities_check CHECK ((requested_by <> user_id)),
  constraint external_identities_check1 CHECK (((confirmed_by <> user_id) AND (confirmed_by <> requested_by))),
  constraint external_identities_check2 CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL))),
  constraint external_identities_check3 CHECK (((linked_at IS NULL) OR ((confirmed_at IS NOT NULL) AND (subject IS NOT NULL)))),
  constraint external_identities_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 255)))
);
CREATE UNIQUE INDEX external_identity_of_user ON identity.external_identities USING btree (user_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX external_subject_is_linked ON identity.external_identities USING btree (provider_id, issuer, subject) WHERE ((linked_at IS NOT NULL) AND (ended_at IS NULL));
alter table identity.external_identities enable row level security;
alter table identity.external_identities force row level security;
create policy by_the_system on identity.external_identities as permissive for all to public
  using ( SELECT access.is_system() AS is_system)
  with check ( SELECT access.is_system() AS is_system);
grant insert, select, update on identity.external_identities to marac_app;

create table identity.oidc_logins (
  id uuid not null,
  provider_id uuid not null,
  state_hash bytea not null,
  browser_hash bytea not null,
  network_key bytea not null,
  session_id uuid,
  identity_id uuid,
  started_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone default (now() + '00:10:00'::interval) not null,
  answers integer default 0 not null,
  constraint oidc_logins_pkey PRIMARY KEY (id),
  constraint oidc_login_state UNIQUE (state_hash),
  constraint oidc_logins_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identity.external_identities(id),
  constraint oidc_logins_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity.oidc_providers(id),
  constraint oidc_logins_session_id_fkey FOREIGN KEY (session_id) REFERENCES identity.sessions(id) ON DELETE CASCADE,
  constraint oidc_logins_check CHECK (((session_id IS NULL) OR (identity_id IS NULL)))
);
CREATE INDEX oidc_logins_by_end ON identity.oidc_logins USING btree (expires_at);
CREATE INDEX oidc_logins_by_network ON identity.oidc_logins USING btree (network_key);
CREATE INDEX oidc_logins_by_session ON identity.oidc_logins USING btree (session_id) WHERE (session_id IS NOT NULL);
alter table identity.oidc_logins enable row level security;
alter table identity.oidc_logins force row level security;
create policy by_the_system on identity.oidc_logins as permissive for all to public
  using ( SELECT access.is_system() AS is_system)
  with check ( SELECT access.is_system() AS is_system);
grant delete, insert, select on identity.oidc_logins to marac_app;
grant update (answers) on identity.oidc_logins to marac_app;
comment on column identity.oidc_logins.answers is 'Answers that came with this state: the first alone is looked at.';

create table identity.oidc_providers (
  id uuid not null,
  agency_id uuid not null,
  issuer text not null,
  client_id text not null,
  client_secret_sealed bytea not null,
  scopes text[] not null,
  tenant_claim text,
  tenant_values text[] not null,
  required_acr text[] not null,
  second_factor_acr text[] not null,
  second_factor_amr text[] not null,
  max_auth_age_minutes integer not null,
  enabled boolean not null,
  version integer default 1 not null,
  constraint oidc_providers_pkey PRIMARY KEY (id),
  constraint oidc_provider_of_agency UNIQUE (agency_id),
  constraint oidc_providers_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint oidc_providers_check CHECK (((tenant_claim IS NULL) = (cardinality(tenant_values) = 0))),
  constraint oidc_providers_client_id_check CHECK ((length(client_id) <= 255)),
  constraint oidc_providers_issuer_check CHECK ((length(issuer) <= 500)),
  constraint oidc_providers_max_auth_age_minutes_check CHECK (((max_auth_age_minutes >= 1) AND (max_auth_age_minutes <= 1440)))
);
alter table identity.oidc_providers enable row level security;
alter table identity.oidc_providers force row level security;
create policy by_the_system on identity.oidc_providers as permissive for all to public
  using ( SELECT access.is_system() AS is_system)
  with check ( SELECT access.is_system() AS is_system);
grant insert, select, update on identity.oidc_providers to marac_app;

create table identity.passkeys (
  id uuid not null,
  user_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] default '{}'::text[] not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (id),
  constraint passkey_is_registered UNIQUE (credential_id),
  constraint passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);
CREATE INDEX passkeys_by_user ON identity.passkeys USING btree (user_id);
grant delete, insert, select, update on identity.passkeys to marac_app;

create table identity.recoveries (
  id uuid not null,
  user_id uuid not null,
  asked_by uuid not null,
  asked_at timestamp with time zone default now() not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  code_hash bytea,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint recoveries_pkey PRIMARY KEY (id),
  constraint recoveries_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES identity.users(id),
  constraint recoveries_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES identity.users(id),
  constraint recoveries_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint recoveries_check CHECK ((((confirmed_by IS NULL) = (confirmed_at IS NULL)) AND ((confirmed_at IS NULL) = (code_hash IS NULL)))),
  constraint recoveries_check1 CHECK (((used_at IS NULL) OR (confirmed_at IS NOT NULL))),
  constraint recovery_is_for_another CHECK (((asked_by <> user_id) AND (confirmed_by IS DISTINCT FROM user_id))),
  constraint recovery_takes_two CHECK ((confirmed_by IS DISTINCT FROM asked_by))
);
CREATE INDEX recoveries_by_asker ON identity.recoveries USING btree (asked_by);
CREATE INDEX recoveries_by_second ON identity.recoveries USING btree (confirmed_by);
CREATE INDEX recoveries_by_user ON identity.recoveries USING btree (user_id, asked_at);
grant insert, select on identity.recoveries to marac_app;
grant update (confirmed_by) on identity.recoveries to marac_app;
grant update (confirmed_at) on identity.recoveries to marac_app;
grant update (code_hash) on identity.recoveries to marac_app;
grant update (expires_at) on identity.recoveries to marac_app;
grant update (used_at) on identity.recoveries to marac_app;
comment on table identity.recoveries is 'A lost second factor, given back by two administrators, neither of them the person.';

create table identity.sessions (
  id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  method text default 'PASSWORD'::text not null,
  second_factor_at timestamp with time zone,
  extended_until timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint session_token UNIQUE (token_hash),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint sessions_method_check CHECK ((method = ANY (ARRAY['PASSWORD'::text, 'PASSKEY'::text, 'OIDC'::text])))
);
CREATE INDEX sessions_by_user ON identity.sessions USING btree (user_id) WHERE (ended_at IS NULL);
grant delete, insert, select, update on identity.sessions to marac_app;
comment on column identity.sessions.second_factor_at is 'When a second factor was last proved in this session.';
comment on column identity.sessions.extended_until is 'In a meeting until then: 30 idle minutes end the session instead of 15.';

create table identity.setup_codes (
  id uuid not null,
  code_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint setup_codes_pkey PRIMARY KEY (id)
);
grant insert, select on identity.setup_codes to marac_app;
grant update (expires_at) on identity.setup_codes to marac_app;
grant update (used_at) on identity.setup_codes to marac_app;
comment on table identity.setup_codes is 'Codes for the first administrator: of no use once there is one.';

create table identity.sign_in_attempts (
  id uuid not null,
  account_key bytea not null,
  network_key bytea not null,
  at timestamp with time zone default now() not null,
  succeeded boolean,
  constraint sign_in_attempts_pkey PRIMARY KEY (id)
);
CREATE INDEX attempts_by_account ON identity.sign_in_attempts USING btree (account_key, at);
CREATE INDEX attempts_by_network ON identity.sign_in_attempts USING btree (network_key, at);
CREATE INDEX attempts_by_time ON identity.sign_in_attempts USING btree (at);
grant delete, insert, select on identity.sign_in_attempts to marac_app;
grant update (succeeded) on identity.sign_in_attempts to marac_app;
comment on column identity.sign_in_attempts.succeeded is 'Null while it is being looked at.';

create table identity.user_roles (
  id uuid not null,
  user_id uuid not null,
  marac_id uuid,
  role text not null,
  given_at timestamp with time zone default now() not null,
  constraint user_roles_pkey PRIMARY KEY (id),
  constraint role_is_held UNIQUE NULLS NOT DISTINCT (user_id, marac_id, role),
  constraint user_roles_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint user_roles_check CHECK (((marac_id IS NOT NULL) OR (role = ANY (ARRAY['ADMINISTRATOR'::text, 'AUDITOR'::text])))),
  constraint user_roles_role_check CHECK ((role = ANY (ARRAY['COORDINATOR'::text, 'CHAIR'::text, 'ADMINISTRATOR'::text, 'AGENCY_REPRESENTATIVE'::text, 'IDVA'::text, 'REFERRER'::text, 'AUDITOR'::text, 'ANALYST'::text, 'OBSERVER'::text, 'AGENCY_MANAGER'::text, 'STRATEGIC_LEAD'::text, 'STEERING_GROUP'::text])))
);
CREATE INDEX user_roles_by_marac ON identity.user_roles USING btree (marac_id, role);
grant delete, insert, select on identity.user_roles to marac_app;

create table identity.users (
  id uuid not null,
  agency_id uuid not null,
  email text not null,
  name text not null,
  password_hash text,
  deactivated_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  password_given_at timestamp with time zone,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint user_email_is_plain CHECK ((email !~ '[^[:ascii:]]'::text))
);
CREATE UNIQUE INDEX user_email_is_taken ON identity.users USING btree (lower(email));
grant insert, select, update on identity.users to marac_app;

create schema maracs;
grant usage on schema maracs to marac_app;

create table maracs.agencies (
  id uuid not null,
  name text not null,
  kind text not null,
  created_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  constraint agencies_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX agency_name_is_taken ON maracs.agencies USING btree (lower(name));
grant insert, select, update on maracs.agencies to marac_app;

create table maracs.closures (
  id uuid not null,
  marac_id uuid not null,
  day date not null,
  name text not null,
  added_by text not null,
  added_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint closures_pkey PRIMARY KEY (id),
  constraint closures_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint closures_check CHECK ((num_nonnulls(ended_at, ended_by) = ANY (ARRAY[0, 2]))),
  constraint closures_name_check CHECK ((name <> ''::text))
);
CREATE UNIQUE INDEX closure_is_there ON maracs.closures USING btree (marac_id, day) WHERE (ended_at IS NULL);
grant insert, select on maracs.closures to marac_app;
grant update (ended_at) on maracs.closures to marac_app;
grant update (ended_by) on maracs.closures to marac_app;

create table maracs.maracs (
  id uuid not null,
  code text not null,
  name text not null,
  nation text not null,
  created_at timestamp with time zone default now() not null,
  constraint maracs_pkey PRIMARY KEY (id),
  constraint marac_code_is_taken UNIQUE (code),
  constraint maracs_code_check CHECK ((code ~ '^[A-Z][A-Z0-9]{1,7}$'::text)),
  constraint maracs_nation_check CHECK ((nation = ANY (ARRAY['england-and-wales'::text, 'scotland'::text, 'northern-ireland'::text])))
);
grant insert, select, update on maracs.maracs to marac_app;

create table maracs.members (
  id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  joined_on date default CURRENT_DATE not null,
  left_on date,
  constraint members_pkey PRIMARY KEY (id),
  constraint agency_is_a_member UNIQUE (marac_id, agency_id),
  constraint members_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint members_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id)
);
grant insert, select, update on maracs.members to marac_app;

create table maracs.rules (
  id uuid not null,
  marac_id uuid not null,
  version integer not null,
  effective_from date not null,
  sections jsonb not null,
  reason text not null,
  decided_by text not null,
  created_at timestamp with time zone default now() not null,
  constraint rules_pkey PRIMARY KEY (id),
  constraint rules_version_is_taken UNIQUE (marac_id, version),
  constraint rules_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id)
);
grant insert, select on maracs.rules to marac_app;

create schema meetings;
grant usage on schema meetings to marac_app;

create table meetings.agenda_items (
  id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  referral_id uuid not null,
  position integer not null,
  minutes integer not null,
  starts_after integer not null,
  status text not null,
  reason text,
  not_heard integer default 0 not null,
  heard_on date,
  version integer default 1 not null,
  alert_only boolean default false not null,
  alert_because text,
  children_team text,
  late_because text,
  escalated boolean default false not null,
  came_from_marac_id uuid,
  constraint agenda_items_pkey PRIMARY KEY (id),
  constraint agenda_position_is_taken UNIQUE (meeting_id, "position") DEFERRABLE INITIALLY DEFERRED,
  constraint case_is_listed UNIQUE (meeting_id, case_id),
  constraint agenda_items_came_from_marac_id_fkey FOREIGN KEY (came_from_marac_id) REFERENCES maracs.maracs(id),
  constraint agenda_items_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint agenda_items_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint agenda_items_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES referrals.referrals(id),
  constraint agenda_items_check CHECK (((status = 'HEARD'::text) = (heard_on IS NOT NULL))),
  constraint agenda_items_check1 CHECK (((status <> ALL (ARRAY['DEFERRED'::text, 'NOT_HEARD'::text])) OR (reason IS NOT NULL))),
  constraint agenda_items_check2 CHECK ((alert_only = (alert_because IS NOT NULL))),
  constraint agenda_items_minutes_check CHECK ((((minutes >= 0) AND (minutes <= 240)) AND ((minutes = 0) = alert_only))),
  constraint agenda_items_not_heard_check CHECK ((not_heard >= 0)),
  constraint agenda_items_position_check CHECK (("position" > 0)),
  constraint agenda_items_starts_after_check CHECK ((starts_after >= 0)),
  constraint agenda_items_status_check CHECK ((status = ANY (ARRAY['LISTED'::text, 'HEARD'::text, 'DEFERRED'::text, 'NOT_HEARD'::text, 'WITHDRAWN'::text])))
);
CREATE INDEX agenda_items_by_case ON meetings.agenda_items USING btree (case_id);
CREATE INDEX agenda_items_by_referral ON meetings.agenda_items USING btree (referral_id);
alter table meetings.agenda_items enable row level security;
alter table meetings.agenda_items force row level security;
create policy add on meetings.agenda_items as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR ((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))));
create policy change on meetings.agenda_items as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR ((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))));
create policy not_for_guests on meetings.agenda_items as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (EXISTS ( SELECT
   FROM access.grants g
  WHERE ((g.case_id = agenda_items.case_id) AND (g.grantee_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) AND (g.origin <> 'GUEST'::text) AND (g.starts_at <= now()) AND (g.ends_at > now()) AND (g.revoked_at IS NULL)))));
create policy visible on meetings.agenda_items as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select, update on meetings.agenda_items to marac_app;

create table meetings.changes (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  was_on date not null,
  was_at timestamp with time zone not null,
  reason text not null,
  made_by text not null,
  made_at timestamp with time zone default now() not null,
  constraint changes_pkey PRIMARY KEY (id),
  constraint changes_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint changes_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint changes_kind_check CHECK ((kind = ANY (ARRAY['MOVED'::text, 'CANCELLED'::text, 'CHAIR'::text]))),
  constraint changes_reason_check CHECK ((reason <> ''::text))
);
CREATE INDEX changes_by_meeting ON meetings.changes USING btree (meeting_id, id);
alter table meetings.changes enable row level security;
alter table meetings.changes force row level security;
create policy overseers_add on meetings.changes as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy overseers_read on meetings.changes as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on meetings.changes to marac_app;

create table meetings.declarations (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  user_id uuid not null,
  agency_id uuid not null,
  statement_version integer not null,
  declared_at timestamp with time zone default now() not null,
  constraint declarations_pkey PRIMARY KEY (id),
  constraint declared_once UNIQUE (meeting_id, user_id),
  constraint declarations_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint declarations_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint declarations_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint declarations_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint declarations_statement_version_check CHECK ((statement_version > 0))
);
CREATE INDEX declarations_by_user ON meetings.declarations USING btree (user_id) INCLUDE (meeting_id);
alter table meetings.declarations enable row level security;
alter table meetings.declarations force row level security;
create policy for_oneself on meetings.declarations as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR ((user_id = ( SELECT access.reader() AS reader)) AND (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[]))));
create policy own_or_overseer on meetings.declarations as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on meetings.declarations to marac_app;

create table meetings.deferrals (
  id uuid not null,
  agenda_item_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  to_meeting_id uuid,
  reason text not null,
  because text not null,
  action_id uuid,
  decided_by text not null,
  decided_at timestamp with time zone default now() not null,
  constraint deferrals_pkey PRIMARY KEY (id),
  constraint deferred_once UNIQUE (agenda_item_id),
  constraint deferrals_action_id_fkey FOREIGN KEY (action_id) REFERENCES actions.actions(id),
  constraint deferrals_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint deferrals_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint deferrals_to_meeting_id_fkey FOREIGN KEY (to_meeting_id) REFERENCES meetings.meetings(id)
);
CREATE INDEX deferrals_by_case ON meetings.deferrals USING btree (case_id);
alter table meetings.deferrals enable row level security;
alter table meetings.deferrals force row level security;
create policy add on meetings.deferrals as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on meetings.deferrals as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy overseers on meetings.deferrals as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on meetings.deferrals as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on meetings.deferrals to marac_app;

create table meetings.guests (
  id uuid not null,
  agenda_item_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  user_id uuid,
  agency_id uuid,
  reason text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  invited_by text not null,
  invited_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  ended_because text,
  available_from timestamp with time zone,
  available_until timestamp with time zone,
  sequence integer default 0 not null,
  changed_at timestamp with time zone default now() not null,
  constraint guests_pkey PRIMARY KEY (id),
  constraint guests_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint guests_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint guests_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint guests_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint guests_check CHECK ((ends_at > starts_at)),
  constraint guests_check1 CHECK ((num_nonnulls(user_id, agency_id) = 1)),
  constraint guests_check2 CHECK ((num_nonnulls(ended_at, ended_because) = ANY (ARRAY[0, 2]))),
  constraint guests_check3 CHECK ((available_until > available_from)),
  constraint guests_reason_check CHECK ((reason <> ''::text))
);
CREATE UNIQUE INDEX guest_is_invited ON meetings.guests USING btree (agenda_item_id, COALESCE(user_id, agency_id)) WHERE (ended_at IS NULL);
CREATE INDEX guests_by_case ON meetings.guests USING btree (case_id);
CREATE INDEX guests_by_guest ON meetings.guests USING btree (COALESCE(user_id, agency_id), ends_at);
alter table meetings.guests enable row level security;
alter table meetings.guests force row level security;
create policy add on meetings.guests as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on meetings.guests as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy overseers on meetings.guests as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on meetings.guests as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
CREATE TRIGGER slot_changes BEFORE UPDATE OF starts_at, ended_at ON meetings.guests FOR EACH ROW EXECUTE FUNCTION meetings.count_slot_changes();
grant insert, select on meetings.guests to marac_app;
grant update (starts_at) on meetings.guests to marac_app;
grant update (ends_at) on meetings.guests to marac_app;
grant update (ended_at) on meetings.guests to marac_app;
grant update (ended_because) on meetings.guests to marac_app;
grant update (available_from) on meetings.guests to marac_app;
grant update (available_until) on meetings.guests to marac_app;

create table meetings.meetings (
  id uuid not null,
  marac_id uuid not null,
  series_id uuid,
  occurrence_on date,
  held_on date not null,
  starts_at timestamp with time zone not null,
  venue text not null,
  status text not null,
  minutes_per_case integer not null,
  cap integer not null,
  order_reason text,
  created_by text not null,
  version integer default 1 not null,
  circulated_at timestamp with time zone,
  kind text default 'ORDINARY'::text not null,
  ends_at timestamp with time zone default 'infinity'::timestamp with time zone not null,
  link text,
  chair_id uuid,
  deputy_id uuid,
  chair_absent boolean default false not null,
  presiding_id uuid generated always as (
CASE
    WHEN chair_absent THEN deputy_id
    ELSE chair_id
END) stored,
  by_hand boolean default false not null,
  cancelled_by text,
  sequence integer default 0 not null,
  changed_at timestamp with time zone default now() not null,
  constraint meetings_pkey PRIMARY KEY (id),
  constraint occurrence_is_planned UNIQUE (series_id, occurrence_on),
  constraint meetings_chair_id_fkey FOREIGN KEY (chair_id) REFERENCES identity.users(id),
  constraint meetings_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES identity.users(id),
  constraint meetings_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint meetings_series_id_fkey FOREIGN KEY (series_id) REFERENCES meetings.series(id),
  constraint emergency_has_no_series CHECK (((kind = 'ORDINARY'::text) OR (series_id IS NULL))),
  constraint meeting_cancelled_by CHECK (((status = 'CANCELLED'::text) = (cancelled_by IS NOT NULL))) NOT VALID,
  constraint meeting_deputy_is_another CHECK (((deputy_id IS NULL) OR ((chair_id IS NOT NULL) AND (deputy_id <> chair_id)))),
  constraint meetings_cancelled_by_check CHECK ((cancelled_by = ANY (ARRAY['HAND'::text, 'SERIES'::text]))),
  constraint meetings_cap_check CHECK ((cap > 0)),
  constraint meetings_check CHECK (((series_id IS NULL) = (occurrence_on IS NULL))),
  constraint meetings_kind_check CHECK ((kind = ANY (ARRAY['ORDINARY'::text, 'EMERGENCY'::text]))),
  constraint meetings_minutes_per_case_check CHECK (((minutes_per_case >= 1) AND (minutes_per_case <= 240))),
  constraint meetings_status_check CHECK ((status = ANY (ARRAY['PLANNED'::text, 'HELD'::text, 'CANCELLED'::text]))),
  constraint chair_is_taken EXCLUDE USING gist (presiding_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (((status = 'PLANNED'::text) AND (presiding_id IS NOT NULL)))
);
CREATE UNIQUE INDEX meeting_start_is_taken ON meetings.meetings USING btree (marac_id, starts_at) WHERE (status <> 'CANCELLED'::text);
CREATE INDEX meetings_by_marac ON meetings.meetings USING btree (marac_id, held_on, id);
CREATE INDEX meetings_by_start ON meetings.meetings USING btree (starts_at, id);
alter table meetings.meetings enable row level security;
alter table meetings.meetings force row level security;
create policy members_read on meetings.meetings as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy standing_adds on meetings.meetings as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy standing_changes on meetings.meetings as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
CREATE TRIGGER until_when BEFORE INSERT OR UPDATE OF starts_at, minutes_per_case, cap, status, sequence, venue ON meetings.meetings FOR EACH ROW EXECUTE FUNCTION meetings.until_when();
grant insert, select, update on meetings.meetings to marac_app;

create table meetings.ratifications (
  id uuid not null,
  marac_id uuid not null,
  at_meeting_id uuid not null,
  decision text not null,
  reason text,
  decided_by text not null,
  decided_at timestamp with time zone default now() not null,
  constraint ratifications_pkey PRIMARY KEY (id),
  constraint ratifications_at_meeting_id_fkey FOREIGN KEY (at_meeting_id) REFERENCES meetings.meetings(id),
  constraint ratifications_id_fkey FOREIGN KEY (id) REFERENCES meetings.meetings(id),
  constraint ratifications_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint ratifications_check CHECK ((at_meeting_id <> id)),
  constraint ratifications_check1 CHECK (((decision = 'RATIFIED'::text) OR (reason IS NOT NULL))),
  constraint ratifications_decision_check CHECK ((decision = ANY (ARRAY['RATIFIED'::text, 'NOT_RATIFIED'::text])))
);
CREATE INDEX ratifications_by_meeting ON meetings.ratifications USING btree (at_meeting_id);
alter table meetings.ratifications enable row level security;
alter table meetings.ratifications force row level security;
create policy overseers_add on meetings.ratifications as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy overseers_read on meetings.ratifications as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on meetings.ratifications to marac_app;

create table meetings.series (
  id uuid not null,
  marac_id uuid not null,
  name text not null,
  frequency text not null,
  weekday text,
  nth integer,
  starts_on date not null,
  start_time text not null,
  venue text not null,
  minutes_per_case integer not null,
  active boolean default true not null,
  version integer default 1 not null,
  ends_on date,
  link text,
  chair_id uuid,
  deputy_id uuid,
  constraint series_pkey PRIMARY KEY (id),
  constraint series_chair_id_fkey FOREIGN KEY (chair_id) REFERENCES identity.users(id),
  constraint series_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES identity.users(id),
  constraint series_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint series_check CHECK (((frequency = 'MONTHLY'::text) = (nth IS NOT NULL))),
  constraint series_deputy_is_another CHECK (((deputy_id IS NULL) OR ((chair_id IS NOT NULL) AND (deputy_id <> chair_id)))),
  constraint series_frequency_check CHECK ((frequency = ANY (ARRAY['WEEKLY'::text, 'FORTNIGHTLY'::text, 'FOUR_WEEKLY'::text, 'MONTHLY'::text, 'WORKING_DAYS'::text]))),
  constraint series_minutes_per_case_check CHECK (((minutes_per_case >= 1) AND (minutes_per_case <= 240))),
  constraint series_names_its_weekday CHECK (((frequency = 'WORKING_DAYS'::text) = (weekday IS NULL))),
  constraint series_nth_check CHECK (((nth >= 1) AND (nth <= 5))),
  constraint series_start_time_check CHECK ((start_time ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint series_weekday_check CHECK ((weekday = ANY (ARRAY['MONDAY'::text, 'TUESDAY'::text, 'WEDNESDAY'::text, 'THURSDAY'::text, 'FRIDAY'::text])))
);
CREATE INDEX series_by_marac ON meetings.series USING btree (marac_id, id);
alter table meetings.series enable row level security;
alter table meetings.series force row level security;
create policy members_read on meetings.series as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy standing_adds on meetings.series as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy standing_changes on meetings.series as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select, update on meetings.series to marac_app;

CREATE OR REPLACE FUNCTION meetings.begun()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(array_agg(m.id), '{}') from meetings.meetings m
        where m.id = any (meetings.declared()) and m.held_on <= (now() at time zone 'Europe/London')::date $function$;
grant execute on function meetings.begun() to marac_app;
grant execute on function meetings.begun() to public;

CREATE OR REPLACE FUNCTION meetings.count_slot_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if (new.starts_at, new.ended_at) is distinct from (old.starts_at, old.ended_at) then
      new.sequence := old.sequence + 1;
      new.changed_at := now();
    end if;
    return new;
  end $function$;
grant execute on function meetings.count_slot_changes() to public;

CREATE OR REPLACE FUNCTION meetings.declared()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(array_agg(d.meeting_id), '{}') from meetings.declarations d where d.user_id = access.reader() $function$;
grant execute on function meetings.declared() to marac_app;
grant execute on function meetings.declared() to public;

CREATE OR REPLACE FUNCTION meetings.gather(of_meeting uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
  declare
    eyes text := coalesce(access.fact('system'), '');
    listed uuid[];
  begin
    perform set_config('app.system', 'on', true);
    listed := array(select i.case_id from meetings.agenda_items i where i.meeting_id = of_meeting);
    perform set_config('app.system', eyes, true);
    perform access.gather(listed);
  end $function$;
grant execute on function meetings.gather(uuid) to public;

CREATE OR REPLACE FUNCTION meetings.until_when()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    new.ends_at := new.starts_at + make_interval(mins => new.minutes_per_case * new.cap);
    if tg_op = 'UPDATE' and (new.starts_at, new.status) is distinct from (old.starts_at, old.status)
       and new.sequence = old.sequence then
      new.sequence := old.sequence + 1;
    end if;
    if tg_op = 'UPDATE' and new.sequence <> old.sequence then new.changed_at := now(); end if;
    return new;
  end $function$;
grant execute on function meetings.until_when() to marac_app;
grant execute on function meetings.until_when() to public;

create schema minutes;
grant usage on schema minutes to marac_app;

create table minutes.parts (
  id uuid not null,
  version_id uuid not null,
  agenda_item_id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  content text not null,
  hash text not null,
  constraint parts_pkey PRIMARY KEY (id),
  constraint part_once UNIQUE (version_id, agenda_item_id, label),
  constraint parts_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint parts_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint parts_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint parts_version_id_fkey FOREIGN KEY (version_id) REFERENCES minutes.versions(id),
  constraint parts_content_check CHECK ((content <> ''::text)),
  constraint parts_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint parts_label_check CHECK ((label = ANY (ARRAY['IDENTITY'::text, 'CONTACT'::text, 'PERPETRATOR'::text, 'CHILD'::text, 'HEALTH'::text, 'INTELLIGENCE'::text])))
);
CREATE INDEX parts_by_case ON minutes.parts USING btree (case_id);
alter table minutes.parts enable row level security;
alter table minutes.parts force row level security;
create policy add on minutes.parts as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy assembled_by_the_system on minutes.parts as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy change on minutes.parts as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy for_those_who_were_there on minutes.parts as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR ((EXISTS ( SELECT
   FROM minutes.versions v
  WHERE ((v.id = parts.version_id) AND (v.status = 'APPROVED'::text)))) AND minutes.attended(meeting_id, marac_id) AND conference.at_the_table(meeting_id, case_id, marac_id, label)));
create policy visible on minutes.parts as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on minutes.parts to marac_app;

create table minutes.versions (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  number integer,
  status text not null,
  head text not null,
  content_hash text not null,
  hash text,
  reason text default ''::text not null,
  drafted_by text not null,
  drafted_at timestamp with time zone default now() not null,
  approved_by text,
  approved_at timestamp with time zone,
  recalled_by text,
  recalled_at timestamp with time zone,
  recalled_because text,
  version integer default 1 not null,
  constraint versions_pkey PRIMARY KEY (id),
  constraint minutes_number_is_taken UNIQUE (meeting_id, number),
  constraint versions_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint versions_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint versions_check CHECK ((num_nonnulls(number, hash, approved_by, approved_at) = ANY (ARRAY[0, 4]))),
  constraint versions_check1 CHECK ((num_nonnulls(recalled_by, recalled_at, recalled_because) = ANY (ARRAY[0, 3]))),
  constraint versions_check2 CHECK (((status <> ALL (ARRAY['APPROVED'::text, 'RECALLED'::text])) OR (number IS NOT NULL))),
  constraint versions_check3 CHECK (((status = 'RECALLED'::text) = (recalled_at IS NOT NULL))),
  constraint versions_check4 CHECK ((approved_by <> drafted_by)),
  constraint versions_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint versions_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint versions_number_check CHECK ((number > 0)),
  constraint versions_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUPERSEDED'::text, 'APPROVED'::text, 'RECALLED'::text])))
);
CREATE UNIQUE INDEX minutes_are_drafted_once ON minutes.versions USING btree (meeting_id) WHERE (status = 'DRAFT'::text);
CREATE UNIQUE INDEX minutes_stand_once ON minutes.versions USING btree (meeting_id) WHERE (status = 'APPROVED'::text);
alter table minutes.versions enable row level security;
alter table minutes.versions force row level security;
create policy members_read on minutes.versions as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR ((number IS NOT NULL) AND (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[]))));
create policy standing_adds on minutes.versions as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy standing_changes on minutes.versions as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
CREATE TRIGGER stay BEFORE UPDATE ON minutes.versions FOR EACH ROW WHEN (((old.number IS NOT NULL) AND ((((old.number IS DISTINCT FROM new.number) OR (old.hash IS DISTINCT FROM new.hash)) OR (old.approved_by IS DISTINCT FROM new.approved_by)) OR (old.approved_at IS DISTINCT FROM new.approved_at)))) EXECUTE FUNCTION minutes.stay();
grant insert, select on minutes.versions to marac_app;
grant update (number) on minutes.versions to marac_app;
grant update (status) on minutes.versions to marac_app;
grant update (hash) on minutes.versions to marac_app;
grant update (approved_by) on minutes.versions to marac_app;
grant update (approved_at) on minutes.versions to marac_app;
grant update (recalled_by) on minutes.versions to marac_app;
grant update (recalled_at) on minutes.versions to marac_app;
grant update (recalled_because) on minutes.versions to marac_app;
grant update (version) on minutes.versions to marac_app;

CREATE OR REPLACE FUNCTION minutes.attended(of_meeting uuid, of_marac uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
  begin
    return of_marac = any (access.holds('{IDVA}')) or exists (
      select from conference.attendance t
       where t.meeting_id = of_meeting and t.agency_id = any (access.grantees()) and t.removed_at is null
         and t.came_as not in ('APOLOGIES', 'OBSERVER'));
  end $function$;
grant execute on function minutes.attended(uuid,uuid) to marac_app;
grant execute on function minutes.attended(uuid,uuid) to public;

CREATE OR REPLACE FUNCTION minutes.stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    raise exception 'approved minutes stay as they are';
  end $function$;
grant execute on function minutes.stay() to marac_app;
grant execute on function minutes.stay() to public;

create schema notifications;
grant usage on schema notifications to marac_app;

create table notifications.digests (
  id uuid not null,
  user_id uuid not null,
  marac_id uuid not null,
  day date not null,
  due_at timestamp with time zone not null,
  state text default 'OPEN'::text not null,
  made_at timestamp with time zone,
  constraint digests_pkey PRIMARY KEY (id),
  constraint one_digest_a_day UNIQUE (user_id, day),
  constraint digests_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint digests_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint digests_check CHECK (((state = 'OPEN'::text) = (made_at IS NULL))),
  constraint digests_state_check CHECK ((state = ANY (ARRAY['OPEN'::text, 'MADE'::text, 'EMPTY'::text])))
);
CREATE INDEX digests_open ON notifications.digests USING btree (due_at) WHERE (state = 'OPEN'::text);
CREATE INDEX digests_open_by_user ON notifications.digests USING btree (user_id) WHERE (state = 'OPEN'::text);
alter table notifications.digests enable row level security;
alter table notifications.digests force row level security;
create policy by_the_system on notifications.digests as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on notifications.digests to marac_app;
grant update (user_id) on notifications.digests to marac_app;
grant update (state) on notifications.digests to marac_app;
grant update (made_at) on notifications.digests to marac_app;

create table notifications.mails (
  id uuid not null,
  notice_id uuid,
  user_id uuid not null,
  state text not null,
  attempts integer default 0 not null,
  retry_at timestamp with time zone default now() not null,
  error_code text,
  created_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  digest_id uuid,
  channel text,
  provider_id text,
  failed_since timestamp with time zone,
  delivered_at timestamp with time zone,
  owed_since timestamp with time zone default platform.owed_since(),
  constraint mails_pkey PRIMARY KEY (id),
  constraint digest_mail_once UNIQUE (digest_id),
  constraint mail_once UNIQUE (notice_id),
  constraint mails_digest_id_fkey FOREIGN KEY (digest_id) REFERENCES notifications.digests(id),
  constraint mails_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notifications.notices(id),
  constraint mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint mail_is_of_one_thing CHECK ((num_nonnulls(notice_id, digest_id) = 1)),
  constraint mails_channel_check CHECK ((channel = ANY (ARRAY['SMTP'::text, 'FOLDER'::text, 'NOTIFY'::text]))),
  constraint mails_check CHECK (((state = 'WAITING'::text) = (ended_at IS NULL))),
  constraint mails_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'BOUNCED'::text, 'FAILED'::text, 'DROPPED'::text])))
);
CREATE INDEX mails_failed ON notifications.mails USING btree (id) WHERE (state = 'FAILED'::text);
CREATE INDEX mails_failing ON notifications.mails USING btree (failed_since) WHERE ((state = 'WAITING'::text) AND (failed_since IS NOT NULL));
CREATE INDEX mails_sent ON notifications.mails USING btree (ended_at) WHERE (state = 'SENT'::text);
CREATE INDEX mails_waiting ON notifications.mails USING btree (retry_at) WHERE (state = 'WAITING'::text);
alter table notifications.mails enable row level security;
alter table notifications.mails force row level security;
create policy by_the_system on notifications.mails as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select, update on notifications.mails to marac_app;

create table notifications.notices (
  id uuid not null,
  user_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  event_id uuid not null,
  case_ref text,
  urgent boolean not null,
  created_at timestamp with time zone default now() not null,
  read_at timestamp with time zone,
  about_case uuid,
  way text default 'AT_ONCE'::text not null,
  digest_id uuid,
  constraint notices_pkey PRIMARY KEY (id),
  constraint notice_once UNIQUE (user_id, kind, event_id),
  constraint notices_about_case_fkey FOREIGN KEY (about_case) REFERENCES access.cases(id),
  constraint notices_digest_id_fkey FOREIGN KEY (digest_id) REFERENCES notifications.digests(id),
  constraint notices_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint notices_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint notices_check CHECK (((digest_id IS NULL) OR (way = 'DIGEST'::text))),
  constraint notices_kind_check CHECK ((kind ~ '^[A-Z][A-Z_]{2,59}$'::text)),
  constraint notices_subject_kind_check CHECK ((subject_kind ~ '^[a-z][a-z-]{2,29}$'::text)),
  constraint notices_way_check CHECK ((way = ANY (ARRAY['AT_ONCE'::text, 'DIGEST'::text, 'INBOX'::text])))
);
CREATE INDEX notices_by_case ON notifications.notices USING btree (about_case, id DESC) WHERE (about_case IS NOT NULL);
CREATE INDEX notices_by_digest ON notifications.notices USING btree (digest_id) WHERE (digest_id IS NOT NULL);
CREATE INDEX notices_by_subject ON notifications.notices USING btree (subject_id);
CREATE INDEX notices_by_user ON notifications.notices USING btree (user_id, id DESC);
CREATE INDEX notices_to_digest ON notifications.notices USING btree (user_id) WHERE ((way = 'DIGEST'::text) AND (digest_id IS NULL) AND (read_at IS NULL));
CREATE INDEX notices_unread ON notifications.notices USING btree (user_id, id DESC) WHERE (read_at IS NULL);
alter table notifications.notices enable row level security;
alter table notifications.notices force row level security;
create policy by_the_system on notifications.notices as permissive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy not_by_the_excluded on notifications.notices as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (about_case IS NULL) OR (about_case <> ALL (( SELECT access.excluded() AS excluded)::uuid[])));
create policy not_of_the_excluded on notifications.notices as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (about_case IS NULL) OR (about_case <> ALL (( SELECT access.excluded() AS excluded)::uuid[])));
create policy own on notifications.notices as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
create policy read_own on notifications.notices as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
grant insert, select on notifications.notices to marac_app;
grant update (read_at) on notifications.notices to marac_app;
grant update (digest_id) on notifications.notices to marac_app;

create table notifications.outages (
  id uuid not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint outages_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX one_outage_at_a_time ON notifications.outages USING btree ((true)) WHERE (ended_at IS NULL);
alter table notifications.outages enable row level security;
alter table notifications.outages force row level security;
create policy by_the_system on notifications.outages as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on notifications.outages to marac_app;
grant update (ended_at) on notifications.outages to marac_app;

create table notifications.preferences (
  id uuid not null,
  usual text not null,
  ways jsonb not null,
  quiet_from text,
  quiet_until text,
  digest_at text,
  version integer default 1 not null,
  constraint preferences_pkey PRIMARY KEY (id),
  constraint preferences_id_fkey FOREIGN KEY (id) REFERENCES identity.users(id),
  constraint preferences_check CHECK ((num_nonnulls(quiet_from, quiet_until) = ANY (ARRAY[0, 2]))),
  constraint preferences_digest_at_check CHECK ((digest_at ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint preferences_quiet_from_check CHECK ((quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint preferences_quiet_until_check CHECK ((quiet_until ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint preferences_usual_check CHECK ((usual = ANY (ARRAY['AT_ONCE'::text, 'DIGEST'::text, 'INBOX'::text])))
);
alter table notifications.preferences enable row level security;
alter table notifications.preferences force row level security;
create policy add_own on notifications.preferences as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (id = ( SELECT access.reader() AS reader)));
create policy change_own on notifications.preferences as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (id = ( SELECT access.reader() AS reader)));
create policy own on notifications.preferences as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (id = ( SELECT access.reader() AS reader)));
grant insert, select, update on notifications.preferences to marac_app;

create table notifications.unreachable (
  id uuid not null,
  user_id uuid not null,
  address_hash bytea not null,
  code text not null,
  since timestamp with time zone default now() not null,
  cleared_at timestamp with time zone,
  constraint unreachable_pkey PRIMARY KEY (id),
  constraint unreachable_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);
CREATE UNIQUE INDEX address_is_unreachable ON notifications.unreachable USING btree (user_id, address_hash) WHERE (cleared_at IS NULL);
alter table notifications.unreachable enable row level security;
alter table notifications.unreachable force row level security;
create policy by_the_system on notifications.unreachable as permissive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy confirm_own on notifications.unreachable as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
create policy own on notifications.unreachable as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
grant insert, select on notifications.unreachable to marac_app;
grant update (cleared_at) on notifications.unreachable to marac_app;

create schema operations;
grant usage on schema operations to marac_app;

create table operations.beats (
  worker_id uuid not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint beats_pkey PRIMARY KEY (worker_id)
);
grant delete, insert, select, update on operations.beats to marac_app;

create table operations.canaries (
  id uuid not null,
  set_at timestamp with time zone default clock_timestamp() not null,
  due_at timestamp with time zone not null,
  raised_at timestamp with time zone,
  arrived_at timestamp with time zone,
  constraint canaries_pkey PRIMARY KEY (id)
);
CREATE INDEX canaries_by_time ON operations.canaries USING btree (due_at);
grant delete, insert, select on operations.canaries to marac_app;
grant update (raised_at) on operations.canaries to marac_app;
grant update (arrived_at) on operations.canaries to marac_app;

create schema orders;
grant usage on schema orders to marac_app;

create table orders.changes (
  id uuid not null,
  order_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  change text not null,
  from_on date,
  until_on date,
  conditions text,
  happened_on date,
  because text,
  changed_by text not null,
  changed_at timestamp with time zone default clock_timestamp() not null,
  constraint changes_pkey PRIMARY KEY (id),
  constraint changes_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint changes_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders.orders(id),
  constraint changes_change_check CHECK ((change = ANY (ARRAY['RECORDED'::text, 'VARIED'::text, 'ENDED'::text, 'BREACHED'::text]))),
  constraint changes_check CHECK (((change = 'RECORDED'::text) OR (because IS NOT NULL))),
  constraint changes_check1 CHECK (((change = ANY (ARRAY['ENDED'::text, 'BREACHED'::text])) = (happened_on IS NOT NULL))),
  constraint changes_label_check CHECK ((label = ANY (ARRAY['PERPETRATOR'::text, 'INTELLIGENCE'::text])))
);
CREATE INDEX changes_by_case ON orders.changes USING btree (case_id);
CREATE INDEX changes_by_order ON orders.changes USING btree (order_id, id);
alter table orders.changes enable row level security;
alter table orders.changes force row level security;
create policy add on orders.changes as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on orders.changes as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy visible on orders.changes as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on orders.changes to marac_app;

create table orders.orders (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  person_id uuid not null,
  kind text not null,
  authority text not null,
  reference text,
  from_on date,
  until_on date,
  conditions text,
  power_of_arrest text not null,
  served text not null,
  ended_on date,
  source_agency_id uuid,
  recorded_by text not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  settled boolean default false not null,
  version integer default 1 not null,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint orders_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint orders_source_agency_id_fkey FOREIGN KEY (source_agency_id) REFERENCES maracs.agencies(id),
  constraint orders_check CHECK ((until_on >= from_on)),
  constraint orders_check1 CHECK (((ended_on >= from_on) OR (kind = 'RELEASE'::text))),
  constraint orders_kind_check CHECK ((kind = ANY (ARRAY['NON_MOLESTATION'::text, 'OCCUPATION'::text, 'RESTRAINING'::text, 'DVPN'::text, 'DVPO'::text, 'DAPN'::text, 'DAPO'::text, 'STALKING_PROTECTION'::text, 'FORCED_MARRIAGE_PROTECTION'::text, 'FGM_PROTECTION'::text, 'CHILD_ARRANGEMENTS'::text, 'PROHIBITED_STEPS'::text, 'UNDERTAKING'::text, 'OTHER_INJUNCTION'::text, 'BAIL_BEFORE_CHARGE'::text, 'BAIL_AFTER_CHARGE'::text, 'CUSTODY'::text, 'RELEASE'::text, 'LICENCE'::text, 'COMMUNITY_ORDER'::text]))),
  constraint orders_label_check CHECK ((label = ANY (ARRAY['PERPETRATOR'::text, 'INTELLIGENCE'::text]))),
  constraint orders_power_of_arrest_check CHECK ((power_of_arrest = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint orders_served_check CHECK ((served = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text])))
);
CREATE INDEX orders_by_case ON orders.orders USING btree (case_id);
CREATE INDEX orders_by_date ON orders.orders USING btree (marac_id, COALESCE(ended_on,
CASE
    WHEN (kind = 'RELEASE'::text) THEN from_on
    ELSE until_on
END), id);
CREATE INDEX orders_unsettled ON orders.orders USING btree (until_on) WHERE (NOT settled);
alter table orders.orders enable row level security;
alter table orders.orders force row level security;
create policy add on orders.orders as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on orders.orders as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy visible on orders.orders as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on orders.orders to marac_app;
grant update (reference) on orders.orders to marac_app;
grant update (from_on) on orders.orders to marac_app;
grant update (until_on) on orders.orders to marac_app;
grant update (conditions) on orders.orders to marac_app;
grant update (power_of_arrest) on orders.orders to marac_app;
grant update (served) on orders.orders to marac_app;
grant update (ended_on) on orders.orders to marac_app;
grant update (settled) on orders.orders to marac_app;
grant update (version) on orders.orders to marac_app;

create table orders.raisings (
  id uuid not null,
  order_id uuid not null,
  review_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  date_on date not null,
  step text not null,
  change_id uuid,
  raised_at timestamp with time zone default clock_timestamp() not null,
  constraint raisings_pkey PRIMARY KEY (id),
  constraint raised_once UNIQUE NULLS NOT DISTINCT (order_id, date_on, step, change_id),
  constraint raisings_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint raisings_change_id_fkey FOREIGN KEY (change_id) REFERENCES orders.changes(id),
  constraint raisings_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders.orders(id),
  constraint raisings_review_id_fkey FOREIGN KEY (review_id) REFERENCES orders.reviews(id),
  constraint raisings_label_check CHECK ((label = ANY (ARRAY['PERPETRATOR'::text, 'INTELLIGENCE'::text]))),
  constraint raisings_step_check CHECK ((step = ANY (ARRAY['FIRST'::text, 'SECOND'::text, 'ON_THE_DAY'::text, 'BREACH'::text])))
);
CREATE INDEX raisings_by_case ON orders.raisings USING btree (case_id);
alter table orders.raisings enable row level security;
alter table orders.raisings force row level security;
create policy add on orders.raisings as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on orders.raisings as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy visible on orders.raisings as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on orders.raisings to marac_app;

create table orders.reviews (
  id uuid not null,
  order_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  occasion text not null,
  date_on date not null,
  short_notice boolean not null,
  rule_version integer not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  due_at timestamp with time zone not null,
  alarmed_at timestamp with time zone,
  outcome text,
  note text,
  completed_by text,
  completed_at timestamp with time zone,
  version integer default 1 not null,
  constraint reviews_pkey PRIMARY KEY (id),
  constraint reviews_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint reviews_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders.orders(id),
  constraint reviews_check CHECK ((num_nonnulls(outcome, completed_by, completed_at) = ANY (ARRAY[0, 3]))),
  constraint reviews_label_check CHECK ((label = ANY (ARRAY['PERPETRATOR'::text, 'INTELLIGENCE'::text]))),
  constraint reviews_occasion_check CHECK ((occasion = ANY (ARRAY['RELEASE'::text, 'EXPIRY'::text, 'BAIL_END'::text, 'LICENCE_END'::text, 'ENDED_EARLY'::text, 'BREACH'::text]))),
  constraint reviews_outcome_check CHECK ((outcome = ANY (ARRAY['NO_CHANGE'::text, 'NEW_ASSESSMENT'::text, 'SAFETY_PLAN_CHANGED'::text, 'REFER_BACK_TO_MARAC'::text])))
);
CREATE UNIQUE INDEX one_open_review ON orders.reviews USING btree (order_id) WHERE (completed_at IS NULL);
CREATE INDEX reviews_by_case ON orders.reviews USING btree (case_id);
CREATE INDEX reviews_due ON orders.reviews USING btree (due_at) WHERE ((completed_at IS NULL) AND (alarmed_at IS NULL));
alter table orders.reviews enable row level security;
alter table orders.reviews force row level security;
create policy add on orders.reviews as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on orders.reviews as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy visible on orders.reviews as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on orders.reviews to marac_app;
grant update (occasion) on orders.reviews to marac_app;
grant update (date_on) on orders.reviews to marac_app;
grant update (short_notice) on orders.reviews to marac_app;
grant update (due_at) on orders.reviews to marac_app;
grant update (alarmed_at) on orders.reviews to marac_app;
grant update (outcome) on orders.reviews to marac_app;
grant update (note) on orders.reviews to marac_app;
grant update (completed_by) on orders.reviews to marac_app;
grant update (completed_at) on orders.reviews to marac_app;
grant update (version) on orders.reviews to marac_app;

create schema papers;
grant usage on schema papers to marac_app;

create table papers.contents (
  id uuid not null,
  copy_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  user_id uuid not null,
  labels text[] not null,
  constraint contents_pkey PRIMARY KEY (id),
  constraint case_is_in_a_copy_once UNIQUE (copy_id, case_id),
  constraint contents_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint contents_copy_id_fkey FOREIGN KEY (copy_id) REFERENCES papers.copies(id),
  constraint contents_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);
CREATE INDEX contents_by_case ON papers.contents USING btree (case_id);
alter table papers.contents enable row level security;
alter table papers.contents force row level security;
create policy add on papers.contents as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on papers.contents as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy for_oneself on papers.contents as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR ((user_id = ( SELECT access.reader() AS reader)) AND (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[]))));
create policy own_or_overseer on papers.contents as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on papers.contents as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on papers.contents to marac_app;

create table papers.copies (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  number integer not null,
  user_id uuid not null,
  agency_id uuid not null,
  begun_at timestamp with time zone default now() not null,
  handed_out_at timestamp with time zone,
  pages integer,
  sha256 text,
  recall_id uuid,
  destroyed_at timestamp with time zone,
  constraint copies_pkey PRIMARY KEY (id),
  constraint copy_has_its_number UNIQUE (meeting_id, number),
  constraint copies_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint copies_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint copies_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint copies_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES papers.recalls(id),
  constraint copies_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint copies_check CHECK ((num_nonnulls(handed_out_at, pages, sha256) = ANY (ARRAY[0, 3]))),
  constraint copies_check1 CHECK (((destroyed_at IS NULL) OR (handed_out_at IS NOT NULL))),
  constraint copies_number_check CHECK ((number > 0)),
  constraint copies_pages_check CHECK ((pages > 0)),
  constraint copies_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX copies_by_recall ON papers.copies USING btree (recall_id) WHERE (recall_id IS NOT NULL);
CREATE INDEX copies_by_user ON papers.copies USING btree (user_id, meeting_id);
alter table papers.copies enable row level security;
alter table papers.copies force row level security;
create policy for_oneself on papers.copies as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR ((user_id = ( SELECT access.reader() AS reader)) AND (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[]))));
create policy own_or_overseer on papers.copies as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy own_or_overseer_changes on papers.copies as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on papers.copies to marac_app;
grant update (handed_out_at) on papers.copies to marac_app;
grant update (pages) on papers.copies to marac_app;
grant update (sha256) on papers.copies to marac_app;
grant update (recall_id) on papers.copies to marac_app;
grant update (destroyed_at) on papers.copies to marac_app;

create table papers.numbers (
  id uuid not null,
  last integer default 0 not null,
  constraint numbers_pkey PRIMARY KEY (id),
  constraint numbers_id_fkey FOREIGN KEY (id) REFERENCES meetings.meetings(id),
  constraint numbers_last_check CHECK ((last >= 0))
);
alter table papers.numbers enable row level security;
alter table papers.numbers force row level security;
create policy by_the_system on papers.numbers as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on papers.numbers to marac_app;
grant update (last) on papers.numbers to marac_app;

create table papers.recalls (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  reason text not null,
  copies integer[],
  recalled_by uuid not null,
  recalled_at timestamp with time zone default now() not null,
  released_by uuid,
  released_at timestamp with time zone,
  constraint recalls_pkey PRIMARY KEY (id),
  constraint recalls_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint recalls_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint recalls_recalled_by_fkey FOREIGN KEY (recalled_by) REFERENCES identity.users(id),
  constraint recalls_released_by_fkey FOREIGN KEY (released_by) REFERENCES identity.users(id),
  constraint recalls_check CHECK (((released_by IS NULL) = (released_at IS NULL))),
  constraint recalls_check1 CHECK (((copies IS NULL) OR (released_at IS NULL))),
  constraint recalls_copies_check CHECK ((cardinality(copies) > 0)),
  constraint recalls_reason_check CHECK ((reason = ANY (ARRAY['PROTECTED_DETAIL'::text, 'WRONG_RECIPIENT'::text, 'CASE_REMOVED'::text, 'OUT_OF_DATE'::text, 'LOST'::text])))
);
CREATE UNIQUE INDEX papers_are_recalled_once ON papers.recalls USING btree (meeting_id) WHERE ((copies IS NULL) AND (released_at IS NULL));
CREATE INDEX recalls_by_meeting ON papers.recalls USING btree (meeting_id, id);
alter table papers.recalls enable row level security;
alter table papers.recalls force row level security;
create policy members_read on papers.recalls as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy overseers_add on papers.recalls as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy overseers_change on papers.recalls as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select on papers.recalls to marac_app;
grant update (released_by) on papers.recalls to marac_app;
grant update (released_at) on papers.recalls to marac_app;

create schema persons;
grant usage on schema persons to marac_app;

create table persons.asks (
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  at timestamp with time zone default clock_timestamp() not null,
  constraint asks_pkey PRIMARY KEY (id),
  constraint asks_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint asks_kind_check CHECK ((kind = ANY (ARRAY['REPEAT_CHECK'::text, 'SEARCH'::text])))
);
CREATE INDEX asks_by_user ON persons.asks USING btree (user_id, kind, at DESC);
alter table persons.asks enable row level security;
alter table persons.asks force row level security;
create policy counted_by_the_system on persons.asks as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on persons.asks to marac_app;

create table persons.canaries (
  id uuid not null,
  marac_id uuid not null,
  ref text not null,
  registered_by text not null,
  registered_at timestamp with time zone default now() not null,
  retired_at timestamp with time zone,
  constraint canaries_pkey PRIMARY KEY (id),
  constraint canaries_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id)
);
CREATE INDEX canaries_by_marac ON persons.canaries USING btree (marac_id);
alter table persons.canaries enable row level security;
alter table persons.canaries force row level security;
create policy kept_by_the_system on persons.canaries as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on persons.canaries to marac_app;
grant update (retired_at) on persons.canaries to marac_app;

create table persons.canary_keys (
  key bytea not null,
  canary_id uuid not null,
  constraint canary_keys_pkey PRIMARY KEY (key, canary_id),
  constraint canary_keys_canary_id_fkey FOREIGN KEY (canary_id) REFERENCES persons.canaries(id)
);
alter table persons.canary_keys enable row level security;
alter table persons.canary_keys force row level security;
create policy kept_by_the_system on persons.canary_keys as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on persons.canary_keys to marac_app;

create table persons.contacts (
  id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  address text default ''::text not null,
  postcode text default ''::text not null,
  phone text default ''::text not null,
  safe_to_call text not null,
  plain_phone text generated always as (persons.plain_phone(phone)) stored,
  constraint contacts_pkey PRIMARY KEY (id),
  constraint contacts_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint contacts_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint contacts_label_check CHECK ((label = ANY (ARRAY['CONTACT'::text, 'LOCATION_SAFE'::text, 'PERPETRATOR'::text]))),
  constraint contacts_safe_to_call_check CHECK ((safe_to_call = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint safe_places_are_sealed CHECK ((label <> 'LOCATION_SAFE'::text)) NOT VALID
);
CREATE INDEX contacts_by_case ON persons.contacts USING btree (case_id);
CREATE INDEX contacts_by_person ON persons.contacts USING btree (person_id);
CREATE INDEX contacts_by_phone ON persons.contacts USING btree (plain_phone) WHERE (plain_phone IS NOT NULL);
alter table persons.contacts enable row level security;
alter table persons.contacts force row level security;
create policy add on persons.contacts as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on persons.contacts as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy sealed_by_now on persons.contacts as permissive for delete to public
  using (( SELECT access.is_system() AS is_system) AND (label = 'LOCATION_SAFE'::text) AND (EXISTS ( SELECT
   FROM persons.locations l
  WHERE (l.id = contacts.id))));
create policy visible on persons.contacts as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant delete, insert, select on persons.contacts to marac_app;

create table persons.details (
  id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  what text not null,
  kind text not null,
  family_name text default ''::text not null,
  given_names text default ''::text not null,
  whole_name text default ''::text not null,
  birth_date text,
  birth_precision text default 'UNKNOWN'::text not null,
  address text default ''::text not null,
  postcode text default ''::text not null,
  from_on date,
  until_on date,
  phone text default ''::text not null,
  safe_to_call text default 'NOT_KNOWN'::text not null,
  safe_voicemail text default 'NOT_KNOWN'::text not null,
  safe_text text default 'NOT_KNOWN'::text not null,
  value text default ''::text not null,
  recorded_by text not null,
  recorded_at timestamp with time zone default now() not null,
  retracted_by text,
  retracted_at timestamp with time zone,
  version integer default 1 not null,
  constraint details_pkey PRIMARY KEY (id),
  constraint details_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint details_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint details_birth_date_check CHECK ((birth_date ~ '^\d{4}(-\d{2}(-\d{2})?)?$'::text)),
  constraint details_birth_precision_check CHECK ((birth_precision = ANY (ARRAY['DAY'::text, 'MONTH'::text, 'YEAR'::text, 'ESTIMATED'::text, 'UNKNOWN'::text]))),
  constraint details_check CHECK ((until_on >= from_on)),
  constraint details_check1 CHECK (((retracted_by IS NULL) = (retracted_at IS NULL))),
  constraint details_check2 CHECK (((what = 'NAME'::text) = (((family_name || given_names) || whole_name) <> ''::text))),
  constraint details_check3 CHECK (((what = 'BIRTH'::text) = (birth_date IS NOT NULL))),
  constraint details_check4 CHECK (((what = 'ADDRESS'::text) = ((address || postcode) <> ''::text))),
  constraint details_check5 CHECK (((what = 'PHONE'::text) = (phone <> ''::text))),
  constraint details_check6 CHECK (((what = 'IDENTIFIER'::text) = (value <> ''::text))),
  constraint details_check7 CHECK (((what = 'IDENTIFIER'::text) OR (kind <> ALL (ARRAY['NHS'::text, 'PNC'::text, 'CRN'::text, 'UPRN'::text])))),
  constraint details_check8 CHECK (((kind <> 'NHS'::text) OR (label = 'HEALTH'::text))),
  constraint details_kind_check CHECK ((kind = ANY (ARRAY['PREVIOUS'::text, 'MARRIED'::text, 'RELIGIOUS'::text, 'KNOWN_AS'::text, 'OTHER_SCRIPT'::text, 'OTHER'::text, 'HOME'::text, 'BAIL'::text, 'WORK'::text, 'FAMILY'::text, 'NHS'::text, 'PNC'::text, 'CRN'::text, 'UPRN'::text]))),
  constraint details_label_check CHECK ((label = ANY (ARRAY['IDENTITY'::text, 'PERPETRATOR'::text, 'CHILD'::text, 'CONTACT'::text, 'HEALTH'::text]))),
  constraint details_safe_text_check CHECK ((safe_text = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint details_safe_to_call_check CHECK ((safe_to_call = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint details_safe_voicemail_check CHECK ((safe_voicemail = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint details_what_check CHECK ((what = ANY (ARRAY['NAME'::text, 'BIRTH'::text, 'ADDRESS'::text, 'PHONE'::text, 'IDENTIFIER'::text])))
);
CREATE INDEX details_by_case ON persons.details USING btree (case_id);
CREATE INDEX details_by_person ON persons.details USING btree (person_id, id);
alter table persons.details enable row level security;
alter table persons.details force row level security;
create policy add on persons.details as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on persons.details as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy visible on persons.details as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on persons.details to marac_app;
grant update (retracted_by) on persons.details to marac_app;
grant update (retracted_at) on persons.details to marac_app;
grant update (version) on persons.details to marac_app;

create table persons.equality (
  id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  ethnicity text not null,
  disability text not null,
  lgbt text not null,
  constraint equality_pkey PRIMARY KEY (id),
  constraint equality_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint equality_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint equality_disability_check CHECK ((disability = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_ASKED'::text, 'NOT_KNOWN'::text, 'DECLINED'::text]))),
  constraint equality_lgbt_check CHECK ((lgbt = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_ASKED'::text, 'NOT_KNOWN'::text, 'DECLINED'::text])))
);
CREATE INDEX equality_by_case ON persons.equality USING btree (case_id);
CREATE INDEX equality_by_person ON persons.equality USING btree (person_id);
alter table persons.equality enable row level security;
alter table persons.equality force row level security;
create policy add on persons.equality as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'EQUALITY'::text));
create policy change on persons.equality as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'EQUALITY'::text)));
create policy visible on persons.equality as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'EQUALITY'::text)));
grant insert, select on persons.equality to marac_app;

create table persons.keys_to_renew (
  person_id uuid not null,
  constraint keys_to_renew_pkey PRIMARY KEY (person_id),
  constraint keys_to_renew_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id)
);
alter table persons.keys_to_renew enable row level security;
alter table persons.keys_to_renew force row level security;
create policy matching_alone on persons.keys_to_renew as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant delete, select, update on persons.keys_to_renew to marac_app;

create table persons.link_proposals (
  id uuid not null,
  person_id uuid not null,
  other_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  other_case_id uuid not null,
  other_marac_id uuid not null,
  certainty text not null,
  evidence text[] not null,
  status text default 'WAITING'::text not null,
  proposed_at timestamp with time zone default now() not null,
  decided_by text,
  decided_at timestamp with time zone,
  version integer default 1 not null,
  constraint link_proposals_pkey PRIMARY KEY (id),
  constraint link_proposals_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint link_proposals_other_case_id_other_marac_id_fkey FOREIGN KEY (other_case_id, other_marac_id) REFERENCES access.cases(id, marac_id),
  constraint link_proposals_other_id_fkey FOREIGN KEY (other_id) REFERENCES persons.persons(id),
  constraint link_proposals_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint link_proposals_certainty_check CHECK ((certainty = ANY (ARRAY['CERTAIN'::text, 'PROBABLE'::text, 'POSSIBLE'::text]))),
  constraint link_proposals_check CHECK ((person_id <> other_id)),
  constraint link_proposals_check1 CHECK (((status = 'WAITING'::text) = (decided_by IS NULL))),
  constraint link_proposals_check2 CHECK (((decided_by IS NULL) = (decided_at IS NULL))),
  constraint link_proposals_status_check CHECK ((status = ANY (ARRAY['WAITING'::text, 'CONFIRMED'::text, 'REJECTED'::text])))
);
CREATE UNIQUE INDEX link_proposal_of_a_pair ON persons.link_proposals USING btree (LEAST(person_id, other_id), GREATEST(person_id, other_id));
CREATE INDEX link_proposals_by_case ON persons.link_proposals USING btree (case_id);
CREATE INDEX link_proposals_by_marac ON persons.link_proposals USING btree (marac_id, id);
CREATE INDEX link_proposals_by_other ON persons.link_proposals USING btree (other_id);
CREATE INDEX link_proposals_by_other_case ON persons.link_proposals USING btree (other_case_id);
CREATE INDEX link_proposals_by_person ON persons.link_proposals USING btree (person_id);
alter table persons.link_proposals enable row level security;
alter table persons.link_proposals force row level security;
create policy add on persons.link_proposals as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy added_by_the_system on persons.link_proposals as restrictive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy change on persons.link_proposals as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy changed_by_the_system on persons.link_proposals as restrictive for update to public
  using ( SELECT access.is_system() AS is_system);
create policy for_coordinators on persons.link_proposals as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR ((marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[])) AND (other_case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[]))));
create policy visible on persons.link_proposals as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on persons.link_proposals to marac_app;
grant update (status) on persons.link_proposals to marac_app;
grant update (decided_by) on persons.link_proposals to marac_app;
grant update (decided_at) on persons.link_proposals to marac_app;
grant update (version) on persons.link_proposals to marac_app;

create table persons.links (
  id uuid not null,
  person_id uuid not null,
  canonical_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  certainty text not null,
  evidence text[] not null,
  decided_by text not null,
  created_at timestamp with time zone default now() not null,
  undone_at timestamp with time zone,
  other_id uuid,
  undone_by text,
  constraint links_pkey PRIMARY KEY (id),
  constraint links_canonical_id_fkey FOREIGN KEY (canonical_id) REFERENCES persons.persons(id),
  constraint links_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint links_other_id_fkey FOREIGN KEY (other_id) REFERENCES persons.persons(id),
  constraint links_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint links_certainty_check CHECK ((certainty = ANY (ARRAY['CERTAIN'::text, 'PROBABLE'::text, 'POSSIBLE'::text])))
);
CREATE INDEX links_by_canonical ON persons.links USING btree (canonical_id);
CREATE INDEX links_by_other ON persons.links USING btree (other_id);
CREATE INDEX links_by_person ON persons.links USING btree (person_id);
alter table persons.links enable row level security;
alter table persons.links force row level security;
create policy add on persons.links as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on persons.links as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on persons.links as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on persons.links to marac_app;
grant update (undone_at) on persons.links to marac_app;
grant update (undone_by) on persons.links to marac_app;

create table persons.locations (
  id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  sealed bytea not null,
  from_on date,
  until_on date,
  recorded_by text not null,
  recorded_at timestamp with time zone default now() not null,
  ended_by text,
  version integer default 1 not null,
  constraint locations_pkey PRIMARY KEY (id),
  constraint locations_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint locations_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint locations_check CHECK ((until_on >= from_on)),
  constraint locations_kind_check CHECK ((kind = ANY (ARRAY['REFUGE'::text, 'NEW_ADDRESS'::text, 'SCHOOL'::text, 'GP'::text, 'WORKPLACE'::text, 'NEW_AREA_AGENCY'::text, 'OTHER'::text]))),
  constraint locations_sealed_check CHECK ((length(sealed) > 92))
);
CREATE INDEX locations_by_case ON persons.locations USING btree (case_id);
CREATE INDEX locations_by_key ON persons.locations USING btree (SUBSTRING(sealed FROM 2 FOR 4), id);
CREATE INDEX locations_by_person ON persons.locations USING btree (person_id);
alter table persons.locations enable row level security;
alter table persons.locations force row level security;
create policy add on persons.locations as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'LOCATION_SAFE'::text));
create policy change on persons.locations as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND access.fresh() AND (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'LOCATION_SAFE'::text) AND access.fresh()));
create policy visible on persons.locations as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND access.fresh() AND (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'LOCATION_SAFE'::text) AND access.fresh()) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, 'LOCATION_SAFE'::text) AND access.fresh()));
grant insert, select on persons.locations to marac_app;
grant update (sealed) on persons.locations to marac_app;
grant update (until_on) on persons.locations to marac_app;
grant update (ended_by) on persons.locations to marac_app;
grant update (version) on persons.locations to marac_app;

create table persons.match_keys (
  key bigint not null,
  person_id uuid not null,
  constraint match_keys_pkey PRIMARY KEY (key, person_id)
);
alter table persons.match_keys enable row level security;
alter table persons.match_keys force row level security;
create policy matching_alone on persons.match_keys as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant delete, insert, select on persons.match_keys to marac_app;

create table persons.persons (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  canonical_id uuid not null,
  label text not null,
  family_name text default ''::text not null,
  given_names text default ''::text not null,
  aliases text[] default '{}'::text[] not null,
  birth_date text,
  birth_precision text not null,
  sex text not null,
  created_at timestamp with time zone default now() not null,
  plain_family text generated always as (persons.plain(family_name)) stored not null,
  plain_forename text generated always as (split_part(persons.plain(given_names), ' '::text, 1)) stored not null,
  expected_on date,
  constraint persons_pkey PRIMARY KEY (id),
  constraint persons_canonical_id_fkey FOREIGN KEY (canonical_id) REFERENCES persons.persons(id) DEFERRABLE INITIALLY DEFERRED,
  constraint persons_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint persons_birth_date_check CHECK ((birth_date ~ '^\d{4}(-\d{2}(-\d{2})?)?$'::text)),
  constraint persons_birth_precision_check CHECK ((birth_precision = ANY (ARRAY['DAY'::text, 'POSSIBLY_YEAR_ONLY'::text, 'MONTH'::text, 'YEAR'::text, 'ESTIMATED'::text, 'UNKNOWN'::text]))),
  constraint persons_check CHECK (((family_name <> ''::text) OR (given_names <> ''::text) OR (cardinality(aliases) > 0) OR (label = 'CHILD'::text))),
  constraint persons_check1 CHECK (((expected_on IS NULL) OR ((label = 'CHILD'::text) AND (birth_date IS NULL)))),
  constraint persons_label_check CHECK ((label = ANY (ARRAY['IDENTITY'::text, 'PERPETRATOR'::text, 'CHILD'::text]))),
  constraint persons_sex_check CHECK ((sex = ANY (ARRAY['FEMALE'::text, 'MALE'::text, 'NOT_KNOWN'::text])))
);
CREATE INDEX persons_by_birth ON persons.persons USING btree (plain_family, birth_date);
CREATE INDEX persons_by_canonical ON persons.persons USING btree (canonical_id);
CREATE INDEX persons_by_case ON persons.persons USING btree (case_id);
CREATE INDEX persons_by_name ON persons.persons USING btree (plain_family, plain_forename);
alter table persons.persons enable row level security;
alter table persons.persons force row level security;
create policy add on persons.persons as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on persons.persons as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy visible on persons.persons as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on persons.persons to marac_app;
grant update (canonical_id) on persons.persons to marac_app;

create table persons.relationships (
  id uuid not null,
  person_id uuid not null,
  other_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  label text not null,
  kind text not null,
  parental_responsibility text default 'NOT_KNOWN'::text not null,
  constraint relationships_pkey PRIMARY KEY (id),
  constraint relationships_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint relationships_other_id_fkey FOREIGN KEY (other_id) REFERENCES persons.persons(id),
  constraint relationships_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint relationships_check CHECK ((person_id <> other_id)),
  constraint relationships_kind_check CHECK ((kind = ANY (ARRAY['CURRENT_PARTNER'::text, 'EX_PARTNER'::text, 'SPOUSE'::text, 'EX_SPOUSE'::text, 'CIVIL_PARTNER'::text, 'EX_CIVIL_PARTNER'::text, 'PARENT'::text, 'CHILD_ADULT'::text, 'CHILD_16_17'::text, 'SIBLING'::text, 'GRANDPARENT'::text, 'IN_LAW'::text, 'EXTENDED_FAMILY'::text, 'SHARED_CHILD_PARENT'::text, 'CARER_RELATIVE'::text, 'OTHER_CONNECTED'::text, 'NOT_CONNECTED'::text, 'CHILD'::text, 'STEPCHILD'::text, 'ADOPTED_CHILD'::text, 'FOSTER_CHILD'::text, 'GRANDCHILD'::text, 'NOT_KNOWN'::text]))),
  constraint relationships_label_check CHECK ((label = ANY (ARRAY['PERPETRATOR'::text, 'CHILD'::text]))),
  constraint relationships_parental_responsibility_check CHECK ((parental_responsibility = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text])))
);
CREATE INDEX relationships_by_case ON persons.relationships USING btree (case_id);
CREATE INDEX relationships_by_other ON persons.relationships USING btree (other_id);
CREATE INDEX relationships_by_person ON persons.relationships USING btree (person_id);
alter table persons.relationships enable row level security;
alter table persons.relationships force row level security;
create policy add on persons.relationships as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on persons.relationships as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy visible on persons.relationships as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
grant insert, select on persons.relationships to marac_app;

CREATE OR REPLACE FUNCTION persons.plain(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select btrim(regexp_replace(
      replace(replace(replace(translate(
        regexp_replace(lower(normalize(name, NFKD) collate pg_c_utf8), '[''`´‘’ʼ\u0300-\u036f]', '', 'g'),
        'łøđðı', 'loddi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
      '[-\s.,/‐‑–—]+', ' ', 'g')) $function$;
grant execute on function persons.plain(text) to marac_app;
grant execute on function persons.plain(text) to public;

CREATE OR REPLACE FUNCTION persons.plain_phone(phone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select substring(regexp_replace(regexp_replace(regexp_replace(phone, '[\s().\-/‐-―]', '', 'g'), '^(?:\+|00)?440?(?=[1-9]\d{8,9}$)', '0'),
      '^(?=[1-9]\d{9}$)', '0') from '^0\d{9,10}$') $function$;
grant execute on function persons.plain_phone(text) to marac_app;
grant execute on function persons.plain_phone(text) to public;

create schema platform;
grant usage on schema platform to marac_app;

create sequence platform.due_epoch as integer start 1 increment 1 minvalue 1 maxvalue 2147483647 cache 1;
grant usage on sequence platform.due_epoch to marac_app;

create sequence platform.outbox_seq_seq as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807 cache 1;

create table platform.due (
  lane text not null,
  kind text not null,
  subject uuid not null,
  epoch integer default nextval('platform.due_epoch'::regclass) not null,
  due_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  state text default 'WAITING'::text not null,
  attempts integer default 0 not null,
  starts integer default 0 not null,
  was_stuck boolean default false not null,
  error_code text,
  done_at timestamp with time zone,
  claimer integer,
  constraint due_pkey PRIMARY KEY (lane, kind, subject),
  constraint due_kind_check CHECK ((kind ~ '^[a-z][a-z0-9.-]{0,63}$'::text)),
  constraint due_lane_check CHECK ((lane = ANY (ARRAY['TIME'::text, 'EVENT'::text]))),
  constraint due_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'DONE'::text, 'CLEARED'::text, 'STUCK'::text])))
);
CREATE INDEX due_finished ON platform.due USING btree (done_at) WHERE (state = ANY (ARRAY['DONE'::text, 'CLEARED'::text]));
CREATE INDEX due_waiting ON platform.due USING btree (lane, next_at) WHERE (state = 'WAITING'::text);
grant delete, insert, select, update on platform.due to marac_app;
comment on table platform.due is 'A promise to do something about a subject at a time (lane TIME), or to bring an event to a subscriber (lane EVENT).';
comment on column platform.due.epoch is 'Greater each time the time changes; never used twice, so alerts may be keyed by it.';
comment on column platform.due.next_at is 'due_at, or later while failures are retried.';
comment on column platform.due.starts is 'Times begun since the last outcome; more than one means that a process died over it.';
comment on column platform.due.claimer is 'Backend of who claimed it last; until next_at it is theirs, unless they are gone.';

create table platform.epochs (
  number integer not null,
  server text not null,
  begun_at timestamp with time zone default clock_timestamp() not null,
  lost_at timestamp with time zone,
  decided_at timestamp with time zone,
  decided_by text,
  constraint epochs_pkey PRIMARY KEY (number),
  constraint epochs_check CHECK ((((decided_at IS NULL) = (decided_by IS NULL)) AND ((decided_at IS NULL) = (lost_at IS NULL)))),
  constraint epochs_number_check CHECK ((number >= 1))
);
grant select on platform.epochs to marac_app;
grant insert (number) on platform.epochs to marac_app;
grant insert (server) on platform.epochs to marac_app;
grant update (lost_at) on platform.epochs to marac_app;
grant update (decided_at) on platform.epochs to marac_app;
grant update (decided_by) on platform.epochs to marac_app;
comment on table platform.epochs is 'Begun when the database finds itself on another server or history than before. Undecided: what was owed until begun_at is held back.';

create table platform.kept_answers (
  id uuid not null,
  user_id uuid not null,
  route text not null,
  key_print bytea not null,
  request_print bytea not null,
  status smallint not null,
  answer bytea,
  shown_once boolean not null,
  shown jsonb not null,
  shown_fresh boolean not null,
  scopes uuid[],
  answered_at timestamp with time zone default clock_timestamp() not null,
  constraint kept_answers_pkey PRIMARY KEY (id),
  constraint answered_once_a_key UNIQUE (user_id, route, key_print),
  constraint kept_answers_check CHECK (((NOT shown_once) OR (answer IS NULL))),
  constraint kept_answers_route_check CHECK ((route ~ '^POST /[A-Za-z0-9/:._-]{1,200}$'::text)),
  constraint kept_answers_shown_check CHECK ((jsonb_typeof(shown) = 'object'::text)),
  constraint kept_answers_status_check CHECK (((status >= 200) AND (status <= 299)))
);
CREATE INDEX kept_answers_by_age ON platform.kept_answers USING btree (answered_at);
alter table platform.kept_answers enable row level security;
alter table platform.kept_answers force row level security;
create policy own on platform.kept_answers as permissive for all to public
  using (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)))
  with check (( SELECT access.is_system() AS is_system) OR (user_id = ( SELECT access.reader() AS reader)));
grant delete, insert, select on platform.kept_answers to marac_app;
grant update (answer) on platform.kept_answers to marac_app;

create table platform.outbox (
  id uuid not null,
  seq bigint generated always as identity not null,
  name text not null,
  ids jsonb not null,
  published_at timestamp with time zone default clock_timestamp() not null,
  relayed_at timestamp with time zone,
  owed_since timestamp with time zone default platform.owed_since(),
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_seq_key UNIQUE (seq),
  constraint outbox_ids_check CHECK (platform.holds_ids_only(ids)),
  constraint outbox_name_check CHECK ((name ~ '^[a-z][a-z0-9.-]{0,63}$'::text))
);
CREATE INDEX outbox_sent ON platform.outbox USING btree (relayed_at);
CREATE INDEX outbox_unsent ON platform.outbox USING btree (seq) WHERE (relayed_at IS NULL);
grant delete, insert, select, update on platform.outbox to marac_app;

create table platform.schedule (
  job text not null,
  first_seen_at timestamp with time zone default clock_timestamp() not null,
  started_at timestamp with time zone,
  done_at timestamp with time zone,
  constraint schedule_pkey PRIMARY KEY (job)
);
grant delete, insert, select, update on platform.schedule to marac_app;

create table platform.stuck_work (
  id uuid not null,
  fingerprint text not null,
  lane text not null,
  name text not null,
  ids jsonb not null,
  error_code text not null,
  failures integer default 1 not null,
  first_failed_at timestamp with time zone default clock_timestamp() not null,
  failed_at timestamp with time zone default clock_timestamp() not null,
  retry_at timestamp with time zone,
  retried_by text,
  resolved_at timestamp with time zone,
  told_at timestamp with time zone,
  constraint stuck_work_pkey PRIMARY KEY (id),
  constraint stuck_work_error_code_check CHECK ((error_code ~ '^[A-Za-z][A-Za-z0-9_-]{0,63}$'::text)),
  constraint stuck_work_ids_check CHECK (platform.holds_ids_only(ids)),
  constraint stuck_work_lane_check CHECK ((lane = ANY (ARRAY['JOB'::text, 'TIME'::text, 'EVENT'::text])))
);
CREATE INDEX stuck_work_by_fingerprint ON platform.stuck_work USING btree (fingerprint, told_at);
CREATE UNIQUE INDEX stuck_work_open ON platform.stuck_work USING btree (fingerprint) WHERE (resolved_at IS NULL);
CREATE INDEX stuck_work_untold ON platform.stuck_work USING btree (id) WHERE ((resolved_at IS NULL) AND (told_at IS NULL));
CREATE INDEX stuck_work_waiting ON platform.stuck_work USING btree (id) WHERE (resolved_at IS NULL);
grant delete, insert, select, update on platform.stuck_work to marac_app;

CREATE OR REPLACE FUNCTION platform.enter(user_id text, is_system boolean, fresh boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
  end $function$;
grant execute on function platform.enter(text,boolean,boolean) to marac_app;
grant execute on function platform.enter(text,boolean,boolean) to public;

CREATE OR REPLACE FUNCTION platform.held_back_until()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
        select case when e.server <> platform.server_mark() then 'infinity'
                    when e.decided_at is null then e.begun_at
                    else '-infinity' end
          from platform.epochs e order by e.number desc limit 1 $function$;
grant execute on function platform.held_back_until() to marac_app;
grant execute on function platform.held_back_until() to public;

CREATE OR REPLACE FUNCTION platform.holds_ids_only(payload jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
RETURN ((jsonb_typeof(payload) = 'object'::text) AND ((payload)::text ~ '^\{("[a-z][A-Za-z0-9]{0,39}": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"(, )?)*\}$'::text));
grant execute on function platform.holds_ids_only(jsonb) to marac_app;
grant execute on function platform.holds_ids_only(jsonb) to public;

CREATE OR REPLACE FUNCTION platform.is_held_back(owed_since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select owed_since <= platform.held_back_until() $function$;
grant execute on function platform.is_held_back(timestamp with time zone) to marac_app;
grant execute on function platform.is_held_back(timestamp with time zone) to public;

CREATE OR REPLACE FUNCTION platform.owed_since()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('app.owed_since', true), '')::timestamptz $function$;
grant execute on function platform.owed_since() to marac_app;
grant execute on function platform.owed_since() to public;

CREATE OR REPLACE FUNCTION platform.server_mark()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
    select s.system_identifier::text || '-' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) from pg_control_system() s $function$;
grant execute on function platform.server_mark() to marac_app;
grant execute on function platform.server_mark() to public;

create schema referrals;
grant usage on schema referrals to marac_app;

create table referrals.appeals (
  id uuid not null,
  referral_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  grounds text not null,
  made_by text not null,
  made_at timestamp with time zone default now() not null,
  declined_by text not null,
  due_at timestamp with time zone not null,
  alarmed_at timestamp with time zone,
  outcome text,
  reason text,
  decided_by text,
  decided_at timestamp with time zone,
  version integer default 1 not null,
  constraint appeals_pkey PRIMARY KEY (id),
  constraint appealed_once UNIQUE (referral_id),
  constraint appeals_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint appeals_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES referrals.referrals(id),
  constraint appeals_check CHECK ((num_nonnulls(outcome, reason, decided_by, decided_at) = ANY (ARRAY[0, 4]))),
  constraint appeals_outcome_check CHECK ((outcome = ANY (ARRAY['ALLOWED'::text, 'DISMISSED'::text]))),
  constraint decided_by_another CHECK ((decided_by <> ALL (ARRAY[declined_by, made_by])))
);
CREATE INDEX appeals_by_case ON referrals.appeals USING btree (case_id);
CREATE INDEX appeals_open ON referrals.appeals USING btree (due_at) WHERE (outcome IS NULL);
alter table referrals.appeals enable row level security;
alter table referrals.appeals force row level security;
create policy add on referrals.appeals as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on referrals.appeals as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on referrals.appeals as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on referrals.appeals to marac_app;
grant update (alarmed_at) on referrals.appeals to marac_app;
grant update (outcome) on referrals.appeals to marac_app;
grant update (reason) on referrals.appeals to marac_app;
grant update (decided_by) on referrals.appeals to marac_app;
grant update (decided_at) on referrals.appeals to marac_app;
grant update (version) on referrals.appeals to marac_app;

create table referrals.clocks (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  received_at timestamp with time zone not null,
  limit_days integer not null,
  rule_version integer not null,
  due_at timestamp with time zone not null,
  stopped_at timestamp with time zone,
  alarm_at timestamp with time zone,
  alarms integer default 0 not null,
  epoch integer default 1 not null,
  constraint clocks_pkey PRIMARY KEY (id),
  constraint clocks_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint clocks_id_fkey FOREIGN KEY (id) REFERENCES referrals.referrals(id),
  constraint clocks_alarms_check CHECK (((alarms >= 0) AND (alarms <= 2))),
  constraint clocks_check CHECK ((due_at >= received_at)),
  constraint clocks_limit_days_check CHECK ((limit_days > 0))
);
CREATE INDEX clocks_by_case ON referrals.clocks USING btree (case_id);
CREATE INDEX clocks_by_marac ON referrals.clocks USING btree (marac_id, due_at, id) WHERE (stopped_at IS NULL);
CREATE INDEX clocks_running ON referrals.clocks USING btree (alarm_at) WHERE ((stopped_at IS NULL) AND (alarm_at IS NOT NULL));
alter table referrals.clocks enable row level security;
alter table referrals.clocks force row level security;
create policy add on referrals.clocks as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on referrals.clocks as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on referrals.clocks as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on referrals.clocks to marac_app;
grant update (received_at) on referrals.clocks to marac_app;
grant update (limit_days) on referrals.clocks to marac_app;
grant update (rule_version) on referrals.clocks to marac_app;
grant update (due_at) on referrals.clocks to marac_app;
grant update (stopped_at) on referrals.clocks to marac_app;
grant update (alarm_at) on referrals.clocks to marac_app;
grant update (alarms) on referrals.clocks to marac_app;
grant update (epoch) on referrals.clocks to marac_app;

create table referrals.import_rows (
  id uuid not null,
  import_id uuid not null,
  marac_id uuid not null,
  row integer not null,
  report jsonb not null,
  about_case uuid,
  prior_case uuid,
  constraint import_rows_pkey PRIMARY KEY (id),
  constraint import_row_once UNIQUE (import_id, "row"),
  constraint import_rows_about_case_fkey FOREIGN KEY (about_case) REFERENCES access.cases(id),
  constraint import_rows_import_id_fkey FOREIGN KEY (import_id) REFERENCES referrals.imports(id),
  constraint import_rows_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint import_rows_prior_case_fkey FOREIGN KEY (prior_case) REFERENCES access.cases(id)
);
alter table referrals.import_rows enable row level security;
alter table referrals.import_rows force row level security;
create policy importers on referrals.import_rows as permissive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy not_of_the_excluded on referrals.import_rows as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (about_case IS NULL) OR (about_case <> ALL (( SELECT access.excluded() AS excluded)::uuid[])));
grant insert, select on referrals.import_rows to marac_app;

create table referrals.imports (
  id uuid not null,
  marac_id uuid not null,
  state text not null,
  dry_run boolean not null,
  content bytea,
  rows_done integer default 0 not null,
  imported integer default 0 not null,
  unchanged integer default 0 not null,
  refused integer default 0 not null,
  refusal text,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  version integer default 1 not null,
  constraint imports_pkey PRIMARY KEY (id),
  constraint imports_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text, 'DONE'::text, 'REFUSED'::text])))
);
alter table referrals.imports enable row level security;
alter table referrals.imports force row level security;
create policy importers on referrals.imports as permissive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select, update on referrals.imports to marac_app;

create table referrals.referrals (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  ref text not null,
  status text not null,
  referring_agency_id uuid not null,
  referred_on date not null,
  incident_on date,
  disclosed_on date,
  victim_id uuid not null,
  perpetrator_ids uuid[] not null,
  relationship text default ''::text not null,
  children integer default 0 not null,
  assessment_id uuid,
  criteria text[] default '{}'::text[] not null,
  judgement text,
  events_in_12_months integer default 0 not null,
  victim_informed text not null,
  consent text not null,
  summary text default ''::text not null,
  outcome text not null,
  prior_id uuid,
  arithmetic text default ''::text not null,
  rule_version integer default 0 not null,
  decision_code text,
  decision_reason text,
  decided_by text,
  accepted_on date,
  heard_on date,
  fingerprint bytea,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  prior_case_id uuid,
  ref_copy uuid,
  prior_elsewhere boolean default false not null,
  child_ids uuid[] default '{}'::uuid[] not null,
  return_fields text[] default '{}'::text[] not null,
  unanswered text[] default '{}'::text[] not null,
  form_prints text[] default '{}'::text[] not null,
  emergency boolean default false not null,
  signed_off_by text,
  signed_off_at timestamp with time zone,
  constraint referrals_pkey PRIMARY KEY (id),
  constraint referral_ref_is_taken UNIQUE NULLS NOT DISTINCT (marac_id, ref, ref_copy),
  constraint referrals_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES assessments.assessments(id),
  constraint referrals_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint referrals_prior_case_id_fkey FOREIGN KEY (prior_case_id) REFERENCES access.cases(id),
  constraint referrals_prior_id_fkey FOREIGN KEY (prior_id) REFERENCES referrals.referrals(id),
  constraint referrals_referring_agency_id_fkey FOREIGN KEY (referring_agency_id) REFERENCES maracs.agencies(id),
  constraint referrals_victim_id_fkey FOREIGN KEY (victim_id) REFERENCES persons.persons(id),
  constraint referrals_check CHECK (((signed_off_by IS NULL) = (signed_off_at IS NULL))),
  constraint referrals_children_check CHECK (((children >= 0) AND (children <= 30))),
  constraint referrals_consent_check CHECK ((consent = ANY (ARRAY['GIVEN'::text, 'REFUSED'::text, 'NOT_SOUGHT_UNSAFE'::text, 'NOT_SOUGHT_UNREACHABLE'::text, 'LACKS_CAPACITY'::text, 'WITHDRAWN'::text, 'NOT_KNOWN'::text]))),
  constraint referrals_outcome_check CHECK ((outcome = ANY (ARRAY['NONE'::text, 'REPEAT'::text, 'POSSIBLE_REPEAT'::text, 'DUPLICATE'::text, 'LAPSED'::text, 'SAME_VICTIM'::text, 'SAME_PERPETRATOR'::text, 'COUNTER_ALLEGATION'::text]))),
  constraint referrals_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'RETURNED'::text, 'ACCEPTED'::text, 'DECLINED'::text, 'WITHDRAWN'::text, 'TRANSFERRED_OUT'::text, 'DUPLICATE'::text, 'REPEAT_NOTED'::text]))),
  constraint referrals_victim_informed_check CHECK ((victim_informed = ANY (ARRAY['YES'::text, 'NO'::text, 'UNSAFE'::text, 'NOT_KNOWN'::text]))),
  constraint signed_off_by_another CHECK ((signed_off_by <> created_by))
);
CREATE INDEX referrals_by_case ON referrals.referrals USING btree (case_id, referred_on);
CREATE INDEX referrals_by_status ON referrals.referrals USING btree (marac_id, status, referred_on, id);
CREATE INDEX referrals_by_victim ON referrals.referrals USING btree (victim_id);
alter table referrals.referrals enable row level security;
alter table referrals.referrals force row level security;
create policy add on referrals.referrals as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on referrals.referrals as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on referrals.referrals as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, 'IDENTITY'::text)));
grant insert, select, update on referrals.referrals to marac_app;

create table referrals.steps (
  id uuid not null,
  referral_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  step text not null,
  fields text[] default '{}'::text[] not null,
  code text,
  note text,
  weighed text,
  onward_service text,
  emergency boolean default false not null,
  duplicate_of uuid,
  rule_version integer not null,
  taken_by text not null,
  taken_at timestamp with time zone default now() not null,
  constraint steps_pkey PRIMARY KEY (id),
  constraint steps_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint steps_duplicate_of_fkey FOREIGN KEY (duplicate_of) REFERENCES referrals.referrals(id),
  constraint steps_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES referrals.referrals(id),
  constraint steps_check CHECK (((step <> 'decline'::text) OR ((code IS NOT NULL) AND (note IS NOT NULL)))),
  constraint steps_check1 CHECK (((step <> ALL (ARRAY['return'::text, 'withdraw'::text, 'note-repeat'::text, 'appeal'::text, 'allow-appeal'::text, 'dismiss-appeal'::text])) OR (note IS NOT NULL))),
  constraint steps_step_check CHECK ((step = ANY (ARRAY['submit'::text, 'edit'::text, 'sign-off'::text, 'accept'::text, 'return'::text, 'decline'::text, 'withdraw'::text, 'mark-duplicate'::text, 'reopen'::text, 'note-repeat'::text, 'appeal'::text, 'allow-appeal'::text, 'dismiss-appeal'::text])))
);
CREATE INDEX steps_by_case ON referrals.steps USING btree (case_id);
CREATE INDEX steps_by_referral ON referrals.steps USING btree (referral_id, id);
alter table referrals.steps enable row level security;
alter table referrals.steps force row level security;
create policy add on referrals.steps as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on referrals.steps as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on referrals.steps as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select on referrals.steps to marac_app;

create schema research;
grant usage on schema research to marac_app;

create table research.chasers (
  id uuid not null,
  meeting_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  due_on date not null,
  epoch integer default 1 not null,
  constraint chasers_pkey PRIMARY KEY (id),
  constraint agency_is_chased_once UNIQUE (meeting_id, agency_id),
  constraint chasers_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint chasers_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint chasers_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id)
);
alter table research.chasers enable row level security;
alter table research.chasers force row level security;
create policy by_the_system on research.chasers as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on research.chasers to marac_app;
grant update (due_on) on research.chasers to marac_app;
grant update (epoch) on research.chasers to marac_app;

create table research.chases (
  id uuid not null,
  chaser_id uuid not null,
  step text not null,
  due_on date not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  constraint chases_pkey PRIMARY KEY (id),
  constraint chased_once UNIQUE (chaser_id, step, due_on),
  constraint chases_chaser_id_fkey FOREIGN KEY (chaser_id) REFERENCES research.chasers(id),
  constraint chases_step_check CHECK ((step = ANY (ARRAY['EVE'::text, 'DUE'::text, 'AFTER'::text])))
);
alter table research.chases enable row level security;
alter table research.chases force row level security;
create policy by_the_system on research.chases as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on research.chases to marac_app;

create table research.findings (
  id uuid not null,
  request_id uuid not null,
  person_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  label text not null,
  known text not null,
  facts text default ''::text not null,
  opinion text default ''::text not null,
  proposed_actions text default ''::text not null,
  withheld text default ''::text not null,
  withheld_because text default ''::text not null,
  written_by uuid not null,
  version integer default 1 not null,
  constraint findings_pkey PRIMARY KEY (id),
  constraint person_is_searched_once UNIQUE (request_id, person_id),
  constraint findings_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint findings_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint findings_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint findings_request_id_fkey FOREIGN KEY (request_id) REFERENCES research.requests(id),
  constraint findings_written_by_fkey FOREIGN KEY (written_by) REFERENCES identity.users(id),
  constraint findings_check CHECK (((withheld = ''::text) OR (withheld_because <> ''::text))),
  constraint findings_check1 CHECK (((known = 'KNOWN'::text) OR (((facts || opinion) || withheld) = ''::text))),
  constraint findings_known_check CHECK ((known = ANY (ARRAY['NOT_YET_SEARCHED'::text, 'NOT_KNOWN'::text, 'KNOWN'::text]))),
  constraint findings_label_check CHECK ((label = ANY (ARRAY['IDENTITY'::text, 'PERPETRATOR'::text, 'CHILD'::text])))
);
CREATE INDEX findings_by_case ON research.findings USING btree (case_id);
alter table research.findings enable row level security;
alter table research.findings force row level security;
create policy add on research.findings as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, label));
create policy change on research.findings as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
create policy own_agency_alone on research.findings as restrictive for all to public
  using ((agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) AND (marac_id = ANY (( SELECT access.holds('{AGENCY_REPRESENTATIVE,IDVA}'::text[]) AS holds)::uuid[])));
create policy visible on research.findings as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh()) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) AND ((label <> 'LOCATION_SAFE'::text) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, label) AND ((label <> 'LOCATION_SAFE'::text) OR access.fresh())));
CREATE TRIGGER tell_searched AFTER INSERT OR UPDATE ON research.findings FOR EACH ROW EXECUTE FUNCTION research.tell_searched();
grant insert, select, update on research.findings to marac_app;

create table research.invitations (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_ids uuid[] not null,
  reason text not null,
  decided_by text not null,
  version integer default 1 not null,
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint invitations_id_fkey FOREIGN KEY (id) REFERENCES meetings.agenda_items(id),
  constraint invitations_agency_ids_check CHECK ((cardinality(agency_ids) > 0)),
  constraint invitations_reason_check CHECK ((reason <> ''::text))
);
alter table research.invitations enable row level security;
alter table research.invitations force row level security;
create policy add on research.invitations as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on research.invitations as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy overseers on research.invitations as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy visible on research.invitations as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
grant insert, select, update on research.invitations to marac_app;

create table research.managers (
  id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  user_id uuid not null,
  named_by text not null,
  named_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  constraint managers_pkey PRIMARY KEY (id),
  constraint one_manager_an_agency UNIQUE (marac_id, agency_id),
  constraint managers_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint managers_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint managers_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id)
);
alter table research.managers enable row level security;
alter table research.managers force row level security;
create policy changed_by_overseers on research.managers as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy members_read on research.managers as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])));
create policy named_by_overseers on research.managers as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
grant insert, select, update on research.managers to marac_app;

create table research.requests (
  id uuid not null,
  agenda_item_id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  status text default 'NOT_STARTED'::text not null,
  due_on date not null,
  asked_by text not null,
  asked_at timestamp with time zone default now() not null,
  answered_at timestamp with time zone,
  searched uuid[] default '{}'::uuid[] not null,
  constraint requests_pkey PRIMARY KEY (id),
  constraint agency_is_asked_once UNIQUE (agenda_item_id, agency_id),
  constraint requests_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint requests_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint requests_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint requests_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint requests_check CHECK (((answered_at IS NULL) = (status = ANY (ARRAY['NOT_STARTED'::text, 'IN_PROGRESS'::text])))),
  constraint requests_status_check CHECK ((status = ANY (ARRAY['NOT_STARTED'::text, 'IN_PROGRESS'::text, 'NOT_KNOWN_TO_US'::text, 'RETURNED'::text, 'LATE'::text, 'WITHHELD_WITH_REASON'::text])))
);
CREATE INDEX requests_by_case ON research.requests USING btree (case_id);
CREATE INDEX requests_by_meeting ON research.requests USING btree (meeting_id, agency_id);
alter table research.requests enable row level security;
alter table research.requests force row level security;
create policy add on research.requests as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy answered_by_the_agency on research.requests as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy asked_by_overseer on research.requests as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])));
create policy asked_or_overseer on research.requests as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])));
create policy change on research.requests as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy visible on research.requests as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
CREATE TRIGGER answers_are_the_agencys BEFORE UPDATE ON research.requests FOR EACH ROW EXECUTE FUNCTION research.answers_are_the_agencys();
grant insert, select on research.requests to marac_app;
grant update (status) on research.requests to marac_app;
grant update (due_on) on research.requests to marac_app;
grant update (answered_at) on research.requests to marac_app;
grant update (searched) on research.requests to marac_app;

create table research.shared_information (
  id uuid not null,
  agenda_item_id uuid not null,
  meeting_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  given_by uuid not null,
  given_at timestamp with time zone default now() not null,
  nature text not null,
  text text not null,
  purpose text not null,
  marking text not null,
  caveats text[] not null,
  label text not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_because text,
  person_id uuid,
  from_part text,
  constraint shared_information_pkey PRIMARY KEY (id),
  constraint shared_information_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint shared_information_agenda_item_id_fkey FOREIGN KEY (agenda_item_id) REFERENCES meetings.agenda_items(id),
  constraint shared_information_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint shared_information_given_by_fkey FOREIGN KEY (given_by) REFERENCES identity.users(id),
  constraint shared_information_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES meetings.meetings(id),
  constraint shared_information_person_id_fkey FOREIGN KEY (person_id) REFERENCES persons.persons(id),
  constraint shared_information_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES identity.users(id),
  constraint shared_information_caveats_check CHECK ((caveats <@ '{THIRD_PARTY,POLICE_INTEL,CHILD,LEGAL_PRIVILEGE,HBA_RESTRICTED}'::text[])),
  constraint shared_information_check CHECK (((label = 'INTELLIGENCE'::text) OR (NOT ('POLICE_INTEL'::text = ANY (caveats))))),
  constraint shared_information_check1 CHECK ((num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_because) = ANY (ARRAY[0, 3]))),
  constraint shared_information_check2 CHECK ((num_nonnulls(person_id, from_part) = ANY (ARRAY[0, 2]))),
  constraint shared_information_from_part_check CHECK ((from_part = ANY (ARRAY['FACTS'::text, 'OPINION'::text, 'PROPOSED_ACTIONS'::text]))),
  constraint shared_information_label_check CHECK ((label = ANY (ARRAY['IDENTITY'::text, 'PERPETRATOR'::text, 'CHILD'::text, 'HEALTH'::text, 'INTELLIGENCE'::text]))),
  constraint shared_information_marking_check CHECK ((marking = ANY (ARRAY['OFFICIAL'::text, 'OFFICIAL_SENSITIVE'::text]))),
  constraint shared_information_nature_check CHECK ((nature = ANY (ARRAY['FACT'::text, 'OPINION'::text]))),
  constraint shared_information_purpose_check CHECK ((purpose <> ''::text)),
  constraint shared_information_text_check CHECK ((text <> ''::text))
);
CREATE INDEX shared_information_by_case ON research.shared_information USING btree (case_id);
CREATE INDEX shared_information_by_item ON research.shared_information USING btree (agenda_item_id, id);
alter table research.shared_information enable row level security;
alter table research.shared_information force row level security;
create policy at_the_table on research.shared_information as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR ((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR research.own(case_id, marac_id, agency_id) OR ((marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])) AND (meeting_id = ANY (( SELECT meetings.declared() AS declared)::uuid[])) AND (EXISTS ( SELECT
   FROM access.grants g
  WHERE ((g.case_id = shared_information.case_id) AND (g.grantee_id = ANY (access.grantees_in(shared_information.marac_id))) AND (g.starts_at <= now()) AND (g.ends_at > now()) AND (g.revoked_at IS NULL) AND (shared_information.label = ANY (g.labels)) AND ((shared_information.marac_id = ANY (( SELECT access.holds('{IDVA}'::text[]) AS holds)::uuid[])) OR ((g.origin = 'CIRCULATION'::text) AND (g.origin_id = shared_information.meeting_id) AND (shared_information.meeting_id = ANY (( SELECT meetings.begun() AS begun)::uuid[])))))))))));
create policy given_by_the_agency on research.shared_information as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR research.own(case_id, marac_id, agency_id));
create policy withdrawn_by_the_agency on research.shared_information as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR research.own(case_id, marac_id, agency_id));
grant insert, select on research.shared_information to marac_app;
grant update (withdrawn_at) on research.shared_information to marac_app;
grant update (withdrawn_by) on research.shared_information to marac_app;
grant update (withdrawn_because) on research.shared_information to marac_app;

create table research.workspaces (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  status text not null,
  systems_searched text[] default '{}'::text[] not null,
  searched_from date,
  searched_to date,
  known boolean,
  last_contact_on date,
  current_involvement text default ''::text not null,
  facts text default ''::text not null,
  professional_opinion text default ''::text not null,
  actions_taken text default ''::text not null,
  proposed_actions text default ''::text not null,
  withheld text default ''::text not null,
  withheld_because text default ''::text not null,
  victim_contacted boolean default false not null,
  written_by uuid not null,
  begun_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  constraint workspaces_pkey PRIMARY KEY (id),
  constraint workspaces_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint workspaces_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint workspaces_id_fkey FOREIGN KEY (id) REFERENCES research.requests(id),
  constraint workspaces_written_by_fkey FOREIGN KEY (written_by) REFERENCES identity.users(id),
  constraint workspaces_check CHECK ((searched_to >= searched_from)),
  constraint workspaces_check1 CHECK (((status <> 'WITHHELD_WITH_REASON'::text) OR (withheld_because <> ''::text))),
  constraint workspaces_check2 CHECK (((withheld = ''::text) OR (withheld_because <> ''::text)))
);
CREATE INDEX workspaces_by_case ON research.workspaces USING btree (case_id);
alter table research.workspaces enable row level security;
alter table research.workspaces force row level security;
create policy add on research.workspaces as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on research.workspaces as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy own_agency_alone on research.workspaces as restrictive for all to public
  using ((agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) AND (marac_id = ANY (( SELECT access.holds('{AGENCY_REPRESENTATIVE,IDVA}'::text[]) AS holds)::uuid[])));
create policy visible on research.workspaces as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
CREATE TRIGGER tell_status AFTER INSERT OR UPDATE ON research.workspaces FOR EACH ROW EXECUTE FUNCTION research.tell_status();
grant insert, select, update on research.workspaces to marac_app;

CREATE OR REPLACE FUNCTION research.answers_are_the_agencys()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if access.is_system() and (new.status, new.answered_at, new.searched) is distinct from (old.status, old.answered_at, old.searched) then
      raise exception 'research is answered by the agency that was asked';
    end if;
    return new;
  end $function$;
grant execute on function research.answers_are_the_agencys() to marac_app;
grant execute on function research.answers_are_the_agencys() to public;

CREATE OR REPLACE FUNCTION research.own(to_case uuid, of_marac uuid, of_agency uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
  begin
    return coalesce(to_case <> all (access.excluded()) and of_marac = any (access.member_of()) and of_agency = any (access.grantees()), false)
      and exists (select from access.grants g
                   where g.case_id = to_case and g.grantee_id = of_agency and g.origin not in ('GUEST', 'TRANSFER')
                     and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null and 'IDENTITY' = any (g.labels));
  end $function$;
grant execute on function research.own(uuid,uuid,uuid) to marac_app;
grant execute on function research.own(uuid,uuid,uuid) to public;

CREATE OR REPLACE FUNCTION research.tell_searched()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    update research.requests q
       set searched = case when new.known = 'NOT_YET_SEARCHED' then array_remove(q.searched, new.person_id)
                           when new.person_id = any (q.searched) then q.searched else q.searched || new.person_id end
     where q.id = new.request_id and q.case_id = new.case_id and q.agency_id = new.agency_id;
    if not found then raise exception 'the request that this answers is out of reach'; end if;
    return null;
  end $function$;
grant execute on function research.tell_searched() to marac_app;
grant execute on function research.tell_searched() to public;

CREATE OR REPLACE FUNCTION research.tell_status()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    update research.requests r set status = new.status,
           answered_at = case when new.status = 'IN_PROGRESS' then null else coalesce(r.answered_at, now()) end
     where r.id = new.id and r.case_id = new.case_id and r.agency_id = new.agency_id;
    if not found then raise exception 'the request that this answers is out of reach'; end if;
    return null;
  end $function$;
grant execute on function research.tell_status() to marac_app;
grant execute on function research.tell_status() to public;

create schema support;
grant usage on schema support to marac_app;

create table support.breaches (
  id uuid not null,
  clock_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  constraint breaches_pkey PRIMARY KEY (id),
  constraint breached_once UNIQUE (clock_id, kind),
  constraint breaches_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint breaches_clock_id_fkey FOREIGN KEY (clock_id) REFERENCES support.clocks(id),
  constraint breaches_kind_check CHECK ((kind = ANY (ARRAY['UNSUPPORTED'::text, 'FIRST_CONTACT'::text, 'ATTEMPTS'::text])))
);
CREATE INDEX breaches_by_case ON support.breaches USING btree (case_id);
alter table support.breaches enable row level security;
alter table support.breaches force row level security;
create policy add on support.breaches as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'CONTACT'::text));
create policy change on support.breaches as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
create policy her_side_alone on support.breaches as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR support.her_side(case_id, marac_id));
create policy visible on support.breaches as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
grant insert, select on support.breaches to marac_app;

create table support.clocks (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  received_at timestamp with time zone not null,
  priority text not null,
  rule_version integer not null,
  due_at timestamp with time zone not null,
  stopped_at timestamp with time zone,
  stopped_by text,
  settled boolean default false not null,
  constraint clocks_pkey PRIMARY KEY (id),
  constraint clocks_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint clocks_id_fkey FOREIGN KEY (id) REFERENCES referrals.referrals(id),
  constraint clocks_check CHECK ((due_at > received_at)),
  constraint clocks_check1 CHECK (((stopped_at IS NULL) = (stopped_by IS NULL))),
  constraint clocks_priority_check CHECK ((priority = ANY (ARRAY['HIGH'::text, 'ORDINARY'::text]))),
  constraint clocks_stopped_by_check CHECK ((stopped_by = ANY (ARRAY['ATTEMPT'::text, 'CONTACT'::text, 'WITHDRAWN'::text, 'DUPLICATE'::text, 'EARLIER_CLOCK'::text, 'LATER_CLOCK'::text, 'BEFORE_CLOCKS'::text])))
);
CREATE INDEX clocks_by_case ON support.clocks USING btree (case_id, received_at);
CREATE INDEX clocks_running ON support.clocks USING btree (marac_id, due_at, id) WHERE (stopped_at IS NULL);
CREATE INDEX clocks_unsettled ON support.clocks USING btree (due_at) WHERE (NOT settled);
CREATE UNIQUE INDEX one_clock_runs ON support.clocks USING btree (case_id) WHERE (stopped_at IS NULL);
alter table support.clocks enable row level security;
alter table support.clocks force row level security;
create policy add on support.clocks as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'CONTACT'::text));
create policy change on support.clocks as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
create policy her_side_alone on support.clocks as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR support.her_side(case_id, marac_id));
create policy visible on support.clocks as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
grant insert, select on support.clocks to marac_app;
grant update (priority) on support.clocks to marac_app;
grant update (rule_version) on support.clocks to marac_app;
grant update (due_at) on support.clocks to marac_app;
grant update (stopped_at) on support.clocks to marac_app;
grant update (stopped_by) on support.clocks to marac_app;
grant update (settled) on support.clocks to marac_app;

create table support.contacts (
  id uuid not null,
  contact_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  version integer not null,
  attempted_at timestamp with time zone not null,
  channel text not null,
  phone_id uuid,
  safe text not null,
  followed text[] default '{}'::text[] not null,
  outcome text not null,
  engagement text not null,
  needs text,
  next_attempt_at timestamp with time zone,
  override_reason text,
  because text,
  recorded_by text not null,
  user_id uuid,
  agency_id uuid,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  replaced_at timestamp with time zone,
  constraint contacts_pkey PRIMARY KEY (id),
  constraint contact_version UNIQUE (contact_id, version),
  constraint contacts_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint contacts_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint contacts_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint contacts_channel_check CHECK ((channel = ANY (ARRAY['PHONE'::text, 'VOICEMAIL'::text, 'TEXT'::text, 'EMAIL'::text, 'LETTER'::text, 'IN_PERSON'::text, 'VIA_THIRD_PARTY'::text]))),
  constraint contacts_check CHECK (((version = 1) = (because IS NULL))),
  constraint contacts_check1 CHECK ((next_attempt_at > attempted_at)),
  constraint contacts_engagement_check CHECK ((engagement = ANY (ARRAY['ENGAGED'::text, 'PARTLY_ENGAGED'::text, 'DECLINED'::text, 'UNDECIDED'::text, 'NOT_REACHED'::text, 'SUPPORTED_ELSEWHERE'::text]))),
  constraint contacts_outcome_check CHECK ((outcome = ANY (ARRAY['SPOKEN'::text, 'NO_ANSWER'::text, 'LEFT_SAFE_MESSAGE'::text, 'WRONG_NUMBER'::text, 'DECLINED'::text, 'UNSAFE_TO_CONTINUE'::text]))),
  constraint contacts_safe_check CHECK ((safe = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint contacts_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX contact_stands_once ON support.contacts USING btree (contact_id) WHERE (replaced_at IS NULL);
CREATE INDEX contacts_by_case ON support.contacts USING btree (case_id, attempted_at) WHERE (replaced_at IS NULL);
alter table support.contacts enable row level security;
alter table support.contacts force row level security;
create policy add on support.contacts as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'CONTACT'::text));
create policy change on support.contacts as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
create policy corrected_by_idvas on support.contacts as restrictive for update to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.holds('{IDVA}'::text[]) AS holds)::uuid[])));
create policy her_side_alone on support.contacts as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR support.her_side(case_id, marac_id));
create policy visible on support.contacts as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
create policy written_by_idvas on support.contacts as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.holds('{IDVA}'::text[]) AS holds)::uuid[])));
grant insert, select on support.contacts to marac_app;
grant update (replaced_at) on support.contacts to marac_app;

create table support.safe_contact (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  version integer not null,
  phone text not null,
  voicemail text not null,
  text text not null,
  email text not null,
  letter text not null,
  in_person text not null,
  via_third_party text not null,
  hours_from time without time zone,
  hours_until time without time zone,
  may_speak_to text,
  must_not_speak_to text,
  note text,
  recorded_by text not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  constraint safe_contact_pkey PRIMARY KEY (id),
  constraint safe_contact_version UNIQUE (case_id, version),
  constraint safe_contact_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint safe_contact_check CHECK (((num_nonnulls(hours_from, hours_until) = ANY (ARRAY[0, 2])) AND (hours_until > hours_from))),
  constraint safe_contact_email_check CHECK ((email = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint safe_contact_in_person_check CHECK ((in_person = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint safe_contact_letter_check CHECK ((letter = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint safe_contact_phone_check CHECK ((phone = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint safe_contact_text_check CHECK ((text = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint safe_contact_version_check CHECK ((version > 0)),
  constraint safe_contact_via_third_party_check CHECK ((via_third_party = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text]))),
  constraint safe_contact_voicemail_check CHECK ((voicemail = ANY (ARRAY['YES'::text, 'NO'::text, 'NOT_KNOWN'::text])))
);
alter table support.safe_contact enable row level security;
alter table support.safe_contact force row level security;
create policy add on support.safe_contact as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'CONTACT'::text));
create policy change on support.safe_contact as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
create policy her_side_alone on support.safe_contact as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR support.her_side(case_id, marac_id));
create policy visible on support.safe_contact as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
grant insert, select on support.safe_contact to marac_app;

create table support.supporters (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  number integer not null,
  agency_id uuid not null,
  user_id uuid not null,
  since timestamp with time zone default clock_timestamp() not null,
  reason text,
  allocated_by text not null,
  ended_at timestamp with time zone,
  ended_because text,
  ended_by text,
  constraint supporters_pkey PRIMARY KEY (id),
  constraint supporter_number UNIQUE (case_id, number),
  constraint supporters_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint supporters_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint supporters_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint supporters_check CHECK ((num_nonnulls(ended_at, ended_because, ended_by) = ANY (ARRAY[0, 3]))),
  constraint supporters_ended_because_check CHECK ((ended_because = ANY (ARRAY['HANDED_OVER'::text, 'SUPPORT_ENDED'::text, 'DECLINED'::text, 'MOVED_AWAY'::text, 'CLOSED'::text]))),
  constraint supporters_number_check CHECK ((number > 0))
);
CREATE UNIQUE INDEX one_supporter_at_a_time ON support.supporters USING btree (case_id) WHERE (ended_at IS NULL);
CREATE INDEX supporters_by_user ON support.supporters USING btree (marac_id, user_id, since);
alter table support.supporters enable row level security;
alter table support.supporters force row level security;
create policy add on support.supporters as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'CONTACT'::text));
create policy change on support.supporters as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
create policy her_side_alone on support.supporters as restrictive for all to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR support.her_side(case_id, marac_id));
create policy visible on support.supporters as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'CONTACT'::text)));
grant insert, select on support.supporters to marac_app;
grant update (ended_at) on support.supporters to marac_app;
grant update (ended_because) on support.supporters to marac_app;
grant update (ended_by) on support.supporters to marac_app;

CREATE OR REPLACE FUNCTION support.her_side(of_case uuid, of_marac uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
  begin
    return not exists (
        select from identity.users u join maracs.agencies a on a.id = u.agency_id
         where u.id = access.reader() and a.kind in ('PROBATION', 'PRISON', 'PERP_PROGRAMME'))
      and exists (
        select from access.grants g
         where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and 'CONTACT' = any (g.labels)
           and g.purpose <> 'manage-perpetrator' and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null);
  end $function$;
grant execute on function support.her_side(uuid,uuid) to marac_app;
grant execute on function support.her_side(uuid,uuid) to public;

create schema transfers;
grant usage on schema transfers to marac_app;

create table transfers.chases (
  id uuid not null,
  transfer_id uuid not null,
  step text not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  constraint chases_pkey PRIMARY KEY (id),
  constraint transfer_is_chased_once UNIQUE (transfer_id, step),
  constraint chases_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfers.incoming(id),
  constraint chases_step_check CHECK ((step = ANY (ARRAY['UNANSWERED'::text, 'STILL_UNANSWERED'::text, 'NOT_TAKEN_UP'::text])))
);
alter table transfers.chases enable row level security;
alter table transfers.chases force row level security;
create policy by_the_system on transfers.chases as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on transfers.chases to marac_app;

create table transfers.destinations (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  to_marac_id uuid not null,
  constraint destinations_pkey PRIMARY KEY (id),
  constraint destinations_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint destinations_id_fkey FOREIGN KEY (id) REFERENCES transfers.transfers(id),
  constraint destinations_to_marac_id_fkey FOREIGN KEY (to_marac_id) REFERENCES maracs.maracs(id),
  constraint destinations_check CHECK ((to_marac_id <> marac_id))
);
CREATE INDEX destinations_by_case ON transfers.destinations USING btree (case_id);
alter table transfers.destinations enable row level security;
alter table transfers.destinations force row level security;
create policy add on transfers.destinations as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'LOCATION_SAFE'::text));
create policy change on transfers.destinations as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND access.fresh() AND (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'LOCATION_SAFE'::text) AND access.fresh()));
create policy offered_by_coordinators on transfers.destinations as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[])));
create policy visible on transfers.destinations as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND access.fresh() AND (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'LOCATION_SAFE'::text) AND access.fresh()));
grant insert, select on transfers.destinations to marac_app;

create table transfers.handovers (
  id uuid not null,
  transfer_id uuid not null,
  side text not null,
  marac_id uuid not null,
  user_id uuid not null,
  spoke_on date not null,
  confirmed_at timestamp with time zone default now() not null,
  constraint handovers_pkey PRIMARY KEY (id),
  constraint side_confirms_once UNIQUE (transfer_id, side),
  constraint handovers_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint handovers_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfers.incoming(id),
  constraint handovers_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint handovers_side_check CHECK ((side = ANY (ARRAY['LEAVING'::text, 'ARRIVING'::text])))
);
alter table transfers.handovers enable row level security;
alter table transfers.handovers force row level security;
create policy by_the_system on transfers.handovers as permissive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy own_side on transfers.handovers as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.holds('{IDVA,COORDINATOR}'::text[]) AS holds)::uuid[])));
grant insert, select on transfers.handovers to marac_app;

create table transfers.incoming (
  id uuid not null,
  to_marac_id uuid not null,
  from_marac_id uuid not null,
  status text not null,
  offered_at timestamp with time zone default now() not null,
  decided_by text,
  decided_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  left_on date,
  arrived_on date,
  new_case_id uuid,
  count_as text,
  rule_says text,
  because text,
  rule_version integer,
  flag_set_on date,
  flag_expires_on date,
  received_at timestamp with time zone,
  received_by text,
  constraint incoming_pkey PRIMARY KEY (id),
  constraint incoming_from_marac_id_fkey FOREIGN KEY (from_marac_id) REFERENCES maracs.maracs(id),
  constraint incoming_new_case_id_to_marac_id_fkey FOREIGN KEY (new_case_id, to_marac_id) REFERENCES access.cases(id, marac_id),
  constraint incoming_to_marac_id_fkey FOREIGN KEY (to_marac_id) REFERENCES maracs.maracs(id),
  constraint incoming_count_as_check CHECK ((count_as = ANY (ARRAY['NEW'::text, 'REPEAT'::text]))),
  constraint incoming_rule_says_check CHECK ((rule_says = ANY (ARRAY['NEW'::text, 'REPEAT'::text]))),
  constraint incoming_status_check CHECK ((status = ANY (ARRAY['OFFERED'::text, 'ACKNOWLEDGED'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'WITHDRAWN'::text]))),
  constraint received_whole CHECK ((num_nonnulls(new_case_id, count_as, rule_says, rule_version, received_at, received_by) = ANY (ARRAY[0, 6])))
);
CREATE INDEX incoming_by_marac ON transfers.incoming USING btree (to_marac_id, id);
CREATE INDEX incoming_by_new_case ON transfers.incoming USING btree (new_case_id) WHERE (new_case_id IS NOT NULL);
alter table transfers.incoming enable row level security;
alter table transfers.incoming force row level security;
create policy by_the_system on transfers.incoming as permissive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy coordinators_there on transfers.incoming as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR (to_marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[])));
create policy decided_by_the_system on transfers.incoming as permissive for update to public
  using ( SELECT access.is_system() AS is_system);
grant insert, select on transfers.incoming to marac_app;
grant update (status) on transfers.incoming to marac_app;
grant update (decided_by) on transfers.incoming to marac_app;
grant update (decided_at) on transfers.incoming to marac_app;
grant update (acknowledged_at) on transfers.incoming to marac_app;
grant update (left_on) on transfers.incoming to marac_app;
grant update (arrived_on) on transfers.incoming to marac_app;
grant update (new_case_id) on transfers.incoming to marac_app;
grant update (count_as) on transfers.incoming to marac_app;
grant update (rule_says) on transfers.incoming to marac_app;
grant update (because) on transfers.incoming to marac_app;
grant update (rule_version) on transfers.incoming to marac_app;
grant update (flag_set_on) on transfers.incoming to marac_app;
grant update (flag_expires_on) on transfers.incoming to marac_app;
grant update (received_at) on transfers.incoming to marac_app;
grant update (received_by) on transfers.incoming to marac_app;

create table transfers.parts (
  id uuid not null,
  transfer_id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  part text not null,
  content text not null,
  constraint parts_pkey PRIMARY KEY (id),
  constraint part_goes_once UNIQUE (transfer_id, part),
  constraint parts_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint parts_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES transfers.transfers(id),
  constraint parts_part_check CHECK ((part = ANY (ARRAY['HEARINGS'::text, 'ACTIONS'::text, 'ASSESSMENTS'::text, 'ANSWERS'::text, 'FLAGS'::text, 'SHARED_INFORMATION'::text])))
);
CREATE INDEX parts_by_case ON transfers.parts USING btree (case_id);
alter table transfers.parts enable row level security;
alter table transfers.parts force row level security;
create policy add on transfers.parts as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on transfers.parts as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy chosen_by_coordinators on transfers.parts as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[])));
create policy overseers_and_new_area on transfers.parts as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, 'IDENTITY'::text)));
create policy visible on transfers.parts as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, 'IDENTITY'::text)));
grant insert, select on transfers.parts to marac_app;

create table transfers.transfers (
  id uuid not null,
  case_id uuid not null,
  marac_id uuid not null,
  kind text not null,
  reason text not null,
  labels text[] not null,
  locations_because text,
  already_heard boolean not null,
  list_circulated boolean not null,
  status text not null,
  offered_by text not null,
  offered_at timestamp with time zone default now() not null,
  decided_at timestamp with time zone,
  decided_because text,
  acknowledged_at timestamp with time zone,
  signature bytea,
  agreed_because text,
  left_on date,
  arrived_on date,
  heard_there_on date,
  constraint transfers_pkey PRIMARY KEY (id),
  constraint transfers_case_id_marac_id_fkey FOREIGN KEY (case_id, marac_id) REFERENCES access.cases(id, marac_id),
  constraint decided_once CHECK (((decided_at IS NULL) = (status = ANY (ARRAY['OFFERED'::text, 'ACKNOWLEDGED'::text])))),
  constraint transfers_check CHECK ((('LOCATION_SAFE'::text = ANY (labels)) = (locations_because IS NOT NULL))),
  constraint transfers_kind_check CHECK ((kind = ANY (ARRAY['PERMANENT'::text, 'TEMPORARY'::text]))),
  constraint transfers_labels_check CHECK ((cardinality(labels) > 0)),
  constraint transfers_reason_check CHECK ((reason <> ''::text)),
  constraint transfers_status_check CHECK ((status = ANY (ARRAY['OFFERED'::text, 'ACKNOWLEDGED'::text, 'ACCEPTED'::text, 'REFUSED'::text, 'WITHDRAWN'::text])))
);
CREATE UNIQUE INDEX case_is_on_offer ON transfers.transfers USING btree (case_id) WHERE (status = ANY (ARRAY['OFFERED'::text, 'ACKNOWLEDGED'::text]));
CREATE INDEX transfers_by_case ON transfers.transfers USING btree (case_id);
alter table transfers.transfers enable row level security;
alter table transfers.transfers force row level security;
create policy add on transfers.transfers as permissive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR access.may_add(case_id, marac_id, 'IDENTITY'::text));
create policy change on transfers.transfers as permissive for update to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)));
create policy decided_by_the_system on transfers.transfers as restrictive for update to public
  using ( SELECT access.is_system() AS is_system);
create policy offered_by_coordinators on transfers.transfers as restrictive for insert to public
  with check (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.coordinates() AS coordinates)::uuid[])));
create policy overseers_and_idvas on transfers.transfers as restrictive for select to public
  using (( SELECT access.is_system() AS is_system) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR (marac_id = ANY (( SELECT access.holds('{IDVA}'::text[]) AS holds)::uuid[])) OR (case_id = ANY (( SELECT transfers.mine() AS mine)::uuid[])));
create policy visible on transfers.transfers as permissive for select to public
  using (((case_id <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) OR access.is_system() OR ((marac_id = ANY (access.member_of())) AND access.shared(case_id, marac_id, 'IDENTITY'::text)) OR ((case_id = ANY (access.brought())) AND transfers.shared(case_id, 'IDENTITY'::text)));
grant insert, select on transfers.transfers to marac_app;
grant update (status) on transfers.transfers to marac_app;
grant update (decided_at) on transfers.transfers to marac_app;
grant update (decided_because) on transfers.transfers to marac_app;
grant update (acknowledged_at) on transfers.transfers to marac_app;
grant update (left_on) on transfers.transfers to marac_app;
grant update (arrived_on) on transfers.transfers to marac_app;
grant update (heard_there_on) on transfers.transfers to marac_app;

CREATE OR REPLACE FUNCTION transfers.brought(of_case uuid)
 RETURNS TABLE(labels text[], exportable boolean)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
    select g.labels, g.exportable from access.grants g join transfers.incoming i on i.id = g.origin_id
     where g.case_id = of_case and g.grantee_id = access.reader()
       and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null
       and i.status = 'ACCEPTED' and i.to_marac_id = any (access.coordinates()) $function$;
grant execute on function transfers.brought(uuid) to marac_app;
grant execute on function transfers.brought(uuid) to public;

CREATE OR REPLACE FUNCTION transfers.mine()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(array_agg(g.case_id), '{}') from access.grants g join transfers.incoming i on i.id = g.origin_id
        where g.grantee_id = access.reader() and g.origin = 'TRANSFER' and i.status = 'ACCEPTED'
          and i.to_marac_id = any (access.coordinates())
          and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null $function$;
grant execute on function transfers.mine() to marac_app;
grant execute on function transfers.mine() to public;

CREATE OR REPLACE FUNCTION transfers.shared(of_case uuid, wanted text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
  begin
    return of_case <> all (access.excluded()) and exists (select from transfers.brought(of_case) b where wanted = any (b.labels));
  end $function$;
grant execute on function transfers.shared(uuid,text) to marac_app;
grant execute on function transfers.shared(uuid,text) to public;

create schema watch;
grant usage on schema watch to marac_app;

create table watch.findings (
  id uuid not null,
  marac_id uuid not null,
  rule text not null,
  user_id uuid not null,
  subject_kind text not null,
  subject_id text not null,
  event_id uuid not null,
  day date not null,
  count integer not null,
  rule_version integer not null,
  raised_at timestamp with time zone default clock_timestamp() not null,
  acknowledged_at timestamp with time zone,
  acknowledged_by uuid,
  reason text,
  version integer default 1 not null,
  constraint findings_pkey PRIMARY KEY (id),
  constraint finding_once UNIQUE (marac_id, rule, user_id, subject_id, day),
  constraint findings_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES identity.users(id),
  constraint findings_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint findings_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users(id),
  constraint findings_check CHECK ((num_nulls(acknowledged_at, acknowledged_by, reason) = ANY (ARRAY[0, 3]))),
  constraint findings_count_check CHECK ((count > 0)),
  constraint findings_rule_check CHECK ((rule = ANY (ARRAY['SAME_SURNAME'::text, 'NO_RELATION'::text, 'AT_NIGHT'::text, 'IN_BULK'::text, 'REFUSED_OFTEN'::text]))),
  constraint not_by_oneself CHECK ((acknowledged_by <> user_id))
);
CREATE INDEX findings_open ON watch.findings USING btree (marac_id, id DESC) WHERE (acknowledged_at IS NULL);
alter table watch.findings enable row level security;
alter table watch.findings force row level security;
create policy acknowledge on watch.findings as permissive for update to public
  using (( SELECT access.is_system() AS is_system) OR ((marac_id = ANY (( SELECT access.audits() AS audits)::uuid[])) AND (user_id <> ( SELECT access.reader() AS reader)) AND COALESCE((subject_id <> ALL ((( SELECT access.excluded() AS excluded))::text[])), false)));
create policy by_the_system on watch.findings as permissive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy read_as_auditor on watch.findings as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR ((marac_id = ANY (( SELECT access.audits() AS audits)::uuid[])) AND (user_id <> ( SELECT access.reader() AS reader)) AND COALESCE((subject_id <> ALL ((( SELECT access.excluded() AS excluded))::text[])), false)));
grant insert, select on watch.findings to marac_app;
grant update (count) on watch.findings to marac_app;
grant update (acknowledged_at) on watch.findings to marac_app;
grant update (acknowledged_by) on watch.findings to marac_app;
grant update (reason) on watch.findings to marac_app;
grant update (version) on watch.findings to marac_app;

create table watch.progress (
  single boolean default true not null,
  position bigint not null,
  constraint progress_pkey PRIMARY KEY (single),
  constraint progress_single_check CHECK (single)
);
alter table watch.progress enable row level security;
alter table watch.progress force row level security;
create policy by_the_system on watch.progress as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
grant select, update on watch.progress to marac_app;

create schema webhooks;
grant usage on schema webhooks to marac_app;

create table webhooks.deliveries (
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  kind text not null,
  state text default 'WAITING'::text not null,
  attempts integer default 0 not null,
  retry_at timestamp with time zone default clock_timestamp() not null,
  error_code text,
  ended_at timestamp with time zone,
  owed_since timestamp with time zone default platform.owed_since(),
  constraint deliveries_pkey PRIMARY KEY (id),
  constraint delivered_once UNIQUE (webhook_id, event_id),
  constraint deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES webhooks.events(id) ON DELETE CASCADE,
  constraint deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks.webhooks(id),
  constraint deliveries_error_code_check CHECK ((error_code ~ '^[A-Za-z][A-Za-z0-9_-]{0,63}$'::text)),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'FAILED'::text, 'WITHHELD'::text, 'DROPPED'::text])))
);
CREATE INDEX deliveries_by_event ON webhooks.deliveries USING btree (event_id);
CREATE INDEX deliveries_by_webhook ON webhooks.deliveries USING btree (webhook_id, id DESC);
CREATE INDEX deliveries_waiting ON webhooks.deliveries USING btree (retry_at) WHERE (state = 'WAITING'::text);
alter table webhooks.deliveries enable row level security;
alter table webhooks.deliveries force row level security;
create policy by_the_system on webhooks.deliveries as permissive for all to public
  using ( SELECT access.is_system() AS is_system);
create policy own on webhooks.deliveries as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR ((state <> 'WITHHELD'::text) AND (EXISTS ( SELECT
   FROM webhooks.webhooks w
  WHERE (w.id = deliveries.webhook_id)))));
grant delete, insert, select on webhooks.deliveries to marac_app;
grant update (state) on webhooks.deliveries to marac_app;
grant update (attempts) on webhooks.deliveries to marac_app;
grant update (retry_at) on webhooks.deliveries to marac_app;
grant update (error_code) on webhooks.deliveries to marac_app;
grant update (ended_at) on webhooks.deliveries to marac_app;

create table webhooks.events (
  id uuid not null,
  place bigint,
  kind text not null,
  ids jsonb not null,
  marac_id uuid not null,
  about_case uuid,
  for_agency uuid,
  happened_at timestamp with time zone default clock_timestamp() not null,
  constraint events_pkey PRIMARY KEY (id),
  constraint event_has_its_place UNIQUE (place),
  constraint events_about_case_fkey FOREIGN KEY (about_case) REFERENCES access.cases(id),
  constraint events_for_agency_fkey FOREIGN KEY (for_agency) REFERENCES maracs.agencies(id),
  constraint events_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint events_ids_check CHECK (platform.holds_ids_only(ids))
);
CREATE INDEX events_by_age ON webhooks.events USING btree (happened_at);
CREATE INDEX events_without_place ON webhooks.events USING btree (happened_at, id) WHERE (place IS NULL);
alter table webhooks.events enable row level security;
alter table webhooks.events force row level security;
create policy by_the_system on webhooks.events as permissive for insert to public
  with check ( SELECT access.is_system() AS is_system);
create policy forgotten_by_the_system on webhooks.events as permissive for delete to public
  using ( SELECT access.is_system() AS is_system);
create policy placed_by_the_system on webhooks.events as permissive for update to public
  using ( SELECT access.is_system() AS is_system);
create policy visible on webhooks.events as permissive for select to public
  using (( SELECT access.is_system() AS is_system) OR ((marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[])) AND ((for_agency IS NULL) OR (for_agency = ANY (( SELECT access.grantees() AS grantees)::uuid[])) OR (marac_id = ANY (( SELECT access.standing() AS standing)::uuid[]))) AND ((about_case IS NULL) OR ((about_case <> ALL (( SELECT access.excluded() AS excluded)::uuid[])) AND ((marac_id = ANY (( SELECT access.standing() AS standing)::uuid[])) OR access.shared(about_case, marac_id, 'IDENTITY'::text))))));
grant delete, insert, select on webhooks.events to marac_app;
grant update (place) on webhooks.events to marac_app;

create table webhooks.webhooks (
  id uuid not null,
  marac_id uuid not null,
  agency_id uuid not null,
  owner_id uuid not null,
  url text not null,
  kinds text[] not null,
  secret bytea not null,
  old_secret bytea,
  old_secret_until timestamp with time zone,
  enabled boolean default true not null,
  disabled_because text,
  added_at timestamp with time zone default clock_timestamp() not null,
  removed_at timestamp with time zone,
  version integer default 1 not null,
  constraint webhooks_pkey PRIMARY KEY (id),
  constraint webhooks_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES maracs.agencies(id),
  constraint webhooks_marac_id_fkey FOREIGN KEY (marac_id) REFERENCES maracs.maracs(id),
  constraint webhooks_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES identity.users(id),
  constraint webhooks_check CHECK (((old_secret IS NULL) = (old_secret_until IS NULL))),
  constraint webhooks_check1 CHECK (((NOT enabled) OR (disabled_because IS NULL))),
  constraint webhooks_disabled_because_check CHECK ((disabled_because ~ '^[a-z][a-z0-9-]{0,59}$'::text)),
  constraint webhooks_kinds_check CHECK ((cardinality(kinds) > 0)),
  constraint webhooks_url_check CHECK ((length(url) <= 500))
);
CREATE INDEX webhooks_by_agency ON webhooks.webhooks USING btree (agency_id, id) WHERE (removed_at IS NULL);
CREATE INDEX webhooks_by_marac ON webhooks.webhooks USING btree (marac_id) WHERE ((removed_at IS NULL) AND enabled);
alter table webhooks.webhooks enable row level security;
alter table webhooks.webhooks force row level security;
create policy own on webhooks.webhooks as permissive for all to public
  using (( SELECT access.is_system() AS is_system) OR ((agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) AND (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[]))))
  with check (( SELECT access.is_system() AS is_system) OR ((agency_id = ANY (( SELECT access.grantees() AS grantees)::uuid[])) AND (marac_id = ANY (( SELECT access.member_of() AS member_of)::uuid[]))));
grant insert, select, update on webhooks.webhooks to marac_app;
