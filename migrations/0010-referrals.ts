import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Referrals from draft to accepted, who they are about, and the spreadsheets they were imported from. */
export class Referrals0010 implements MigrationInterface {
  name = 'Referrals1790000000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema referrals;
      grant usage on schema referrals to marac_app;

      create table referrals.referrals (
        id                   uuid primary key,
        case_id              uuid not null,
        marac_id             uuid not null,
        foreign key (case_id, marac_id) references access.cases (id, marac_id),
        ref                  text not null,
        status               text not null check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN',
                               'TRANSFERRED_OUT', 'DUPLICATE')),
        referring_agency_id  uuid not null references maracs.agencies,
        referred_on          date not null,
        incident_on          date,
        disclosed_on         date,
        victim_id            uuid not null references persons.persons,
        perpetrator_ids      uuid[] not null,
        relationship         text not null default '',
        children             int not null default 0 check (children between 0 and 30),
        assessment_id        uuid references assessments.assessments,
        criteria             text[] not null default '{}',
        judgement            text,
        events_in_12_months  int not null default 0,
        victim_informed      text not null check (victim_informed in ('YES', 'NO', 'UNSAFE', 'NOT_KNOWN')),
        consent              text not null check (consent in ('GIVEN', 'REFUSED', 'NOT_SOUGHT_UNSAFE', 'NOT_SOUGHT_UNREACHABLE',
                               'LACKS_CAPACITY', 'WITHDRAWN', 'NOT_KNOWN')),
        summary              text not null default '',
        outcome              text not null check (outcome in ('NONE', 'REPEAT', 'POSSIBLE_REPEAT', 'DUPLICATE', 'LAPSED', 'SAME_VICTIM',
                               'SAME_PERPETRATOR', 'COUNTER_ALLEGATION')),
        prior_id             uuid references referrals.referrals,
        arithmetic           text not null default '',
        rule_version         int not null default 0,
        decision_code        text,
        decision_reason      text,
        decided_by           text,
        accepted_on          date,
        heard_on             date,
        fingerprint          bytea,
        created_by           text not null,
        created_at           timestamptz not null default now(),
        version              int not null default 1,
        constraint referral_ref_is_taken unique (marac_id, ref)
      );
      create index referrals_by_case on referrals.referrals (case_id, referred_on);
      create index referrals_by_status on referrals.referrals (marac_id, status, referred_on, id);
      create index referrals_by_victim on referrals.referrals (victim_id);

      create table referrals.imports (
        id           uuid primary key,
        marac_id     uuid not null references maracs.maracs,
        state        text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'REFUSED')),
        dry_run      boolean not null,
        content      bytea,
        rows_done    int not null default 0,
        imported     int not null default 0,
        unchanged    int not null default 0,
        refused      int not null default 0,
        refusal      text,
        created_by   uuid,
        created_at   timestamptz not null default now(),
        finished_at  timestamptz,
        version      int not null default 1
      );
      create table referrals.import_rows (
        id         uuid primary key,
        import_id  uuid not null references referrals.imports,
        marac_id   uuid not null references maracs.maracs,
        row        int not null,
        report     jsonb not null,
        constraint import_row_once unique (import_id, row)
      );

      select access.guard_table('referrals.referrals', 'IDENTITY');
      alter table referrals.imports enable row level security;
      alter table referrals.imports force row level security;
      create policy importers on referrals.imports using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));
      alter table referrals.import_rows enable row level security;
      alter table referrals.import_rows force row level security;
      create policy importers on referrals.import_rows using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]));

      grant select, insert, update on referrals.referrals, referrals.imports to marac_app;
      grant select, insert on referrals.import_rows to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
