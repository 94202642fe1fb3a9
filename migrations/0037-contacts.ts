import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ORDERS } from './0037-orders.js';

/**
 * How IDVAs try to reach a victim, by when they must have tried, and who holds which case; and orders, bail, licence, custody and
 * release, whose dates raise a review of the risk.
 */
export class Contacts0037 implements MigrationInterface {
  name = 'Contacts1790000000037';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(HER_SIDE);
    await db.query(CONTACTS);
    await db.query(SUPPORTERS);
    await db.query(CLOCKS);
    await db.query(GUARDS);
    await db.query(ORDERS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

/**
 * Everything of this room tells how a victim is reached and that she is supported at all. Who works with the perpetrator reads none
 * of it, whatever else was shared with them: the kinds of agency that do, and who was given the case for that alone.
 */
const HER_SIDE = `
  create schema support;
  grant usage on schema support to marac_app;

  create function support.her_side(of_case uuid, of_marac uuid) returns boolean language plpgsql stable parallel safe as $$
  begin
    return not exists (
        select from identity.users u join maracs.agencies a on a.id = u.agency_id
         where u.id = access.reader() and a.kind in ('PROBATION', 'PRISON', 'PERP_PROGRAMME'))
      and exists (
        select from access.grants g
         where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and 'CONTACT' = any (g.labels)
           and g.purpose <> 'manage-perpetrator' and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null);
  end $$;
  grant execute on function support.her_side to marac_app;
`;

/** Each version is a row, and none is ever changed: a correction says why, and marks the one before as replaced. */
const CONTACTS = `
  create table support.contacts (
    id               uuid primary key,
    contact_id       uuid not null,
    case_id          uuid not null,
    marac_id         uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    version          int not null check (version > 0),
    attempted_at     timestamptz not null,
    channel          text not null check (channel in ('PHONE', 'VOICEMAIL', 'TEXT', 'EMAIL', 'LETTER', 'IN_PERSON', 'VIA_THIRD_PARTY')),
    -- a telephone of the victim as the case has it, by its id: no number stands here
    phone_id         uuid,
    safe             text not null check (safe in ('YES', 'NO', 'NOT_KNOWN')),
    followed         text[] not null default '{}',
    outcome          text not null check (outcome in ('SPOKEN', 'NO_ANSWER', 'LEFT_SAFE_MESSAGE', 'WRONG_NUMBER', 'DECLINED',
                       'UNSAFE_TO_CONTINUE')),
    engagement       text not null check (engagement in ('ENGAGED', 'PARTLY_ENGAGED', 'DECLINED', 'UNDECIDED', 'NOT_REACHED',
                       'SUPPORTED_ELSEWHERE')),
    needs            text,
    next_attempt_at  timestamptz,
    -- the case says that the channel or the hour is not safe, and it was used all the same
    override_reason  text,
    because          text,
    recorded_by      text not null,
    user_id          uuid references identity.users,
    agency_id        uuid references maracs.agencies,
    recorded_at      timestamptz not null default clock_timestamp(),
    replaced_at      timestamptz,
    constraint contact_version unique (contact_id, version),
    check ((version = 1) = (because is null)),
    check (next_attempt_at > attempted_at)
  );
  create unique index contact_stands_once on support.contacts (contact_id) where replaced_at is null;
  create index contacts_by_case on support.contacts (case_id, attempted_at) where replaced_at is null;

  create table support.safe_contact (
    id                    uuid primary key,
    case_id               uuid not null,
    marac_id              uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    version               int not null check (version > 0),
    phone                 text not null check (phone in ('YES', 'NO', 'NOT_KNOWN')),
    voicemail             text not null check (voicemail in ('YES', 'NO', 'NOT_KNOWN')),
    text                  text not null check (text in ('YES', 'NO', 'NOT_KNOWN')),
    email                 text not null check (email in ('YES', 'NO', 'NOT_KNOWN')),
    letter                text not null check (letter in ('YES', 'NO', 'NOT_KNOWN')),
    in_person             text not null check (in_person in ('YES', 'NO', 'NOT_KNOWN')),
    via_third_party       text not null check (via_third_party in ('YES', 'NO', 'NOT_KNOWN')),
    hours_from            time,
    hours_until           time,
    may_speak_to          text,
    must_not_speak_to     text,
    note                  text,
    recorded_by           text not null,
    recorded_at           timestamptz not null default clock_timestamp(),
    constraint safe_contact_version unique (case_id, version),
    check (num_nonnulls(hours_from, hours_until) in (0, 2) and hours_until > hours_from)
  );
`;

const SUPPORTERS = `
  create table support.supporters (
    id             uuid primary key,
    case_id        uuid not null,
    marac_id       uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    number         int not null check (number > 0),
    agency_id      uuid not null references maracs.agencies,
    user_id        uuid not null references identity.users,
    since          timestamptz not null default clock_timestamp(),
    reason         text,
    allocated_by   text not null,
    ended_at       timestamptz,
    ended_because  text check (ended_because in ('HANDED_OVER', 'SUPPORT_ENDED', 'DECLINED', 'MOVED_AWAY', 'CLOSED')),
    ended_by       text,
    constraint supporter_number unique (case_id, number),
    check (num_nonnulls(ended_at, ended_because, ended_by) in (0, 3))
  );
  create unique index one_supporter_at_a_time on support.supporters (case_id) where ended_at is null;
  create index supporters_by_user on support.supporters (marac_id, user_id, since);
`;

/** By when somebody must have tried, for each referral. Of a case one runs at a time: the one that is due first. */
const CLOCKS = `
  create table support.clocks (
    id            uuid primary key references referrals.referrals,
    case_id       uuid not null,
    marac_id      uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    received_at   timestamptz not null,
    priority      text not null check (priority in ('HIGH', 'ORDINARY')),
    rule_version  int not null,
    due_at        timestamptz not null check (due_at > received_at),
    stopped_at    timestamptz,
    stopped_by    text check (stopped_by in ('ATTEMPT', 'CONTACT', 'WITHDRAWN', 'DUPLICATE', 'EARLIER_CLOCK', 'LATER_CLOCK', 'BEFORE_CLOCKS')),
    -- nothing of it is waited for any more
    settled       boolean not null default false,
    check ((stopped_at is null) = (stopped_by is null))
  );
  create index clocks_unsettled on support.clocks (due_at) where not settled;
  create unique index one_clock_runs on support.clocks (case_id) where stopped_at is null;
  create index clocks_by_case on support.clocks (case_id, received_at);
  create index clocks_running on support.clocks (marac_id, due_at, id) where stopped_at is null;

  create table support.breaches (
    id         uuid primary key,
    clock_id   uuid not null references support.clocks,
    case_id    uuid not null,
    marac_id   uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    kind       text not null check (kind in ('UNSUPPORTED', 'FIRST_CONTACT', 'ATTEMPTS')),
    raised_at  timestamptz not null default clock_timestamp(),
    constraint breached_once unique (clock_id, kind)
  );
  create index breaches_by_case on support.breaches (case_id);

  -- what came in before there were clocks; the newest are looked at at once
  insert into support.clocks (id, case_id, marac_id, received_at, priority, rule_version, due_at, stopped_at, stopped_by, settled)
  select k.id, k.case_id, k.marac_id, k.received_at, 'ORDINARY', 0, k.received_at + interval '2 days', now(), 'BEFORE_CLOCKS', true
    from referrals.clocks k where k.received_at < now() - interval '7 days';
`;

const GUARDS = `
  do $$
    declare of_room text;
  begin
    foreach of_room in array array['support.contacts', 'support.safe_contact', 'support.supporters', 'support.clocks', 'support.breaches'] loop
      perform access.guard_table(of_room::regclass, 'CONTACT');
      execute format('create policy her_side_alone on %s as restrictive using (
        (select access.is_system()) or marac_id = any ((select access.standing())::uuid[]) or support.her_side(case_id, marac_id))', of_room);
    end loop;
  end $$;

  -- the log is the IDVAs' own
  create policy written_by_idvas on support.contacts as restrictive for insert with check (
    (select access.is_system()) or marac_id = any ((select access.holds('{IDVA}'))::uuid[]));
  create policy corrected_by_idvas on support.contacts as restrictive for update using (
    (select access.is_system()) or marac_id = any ((select access.holds('{IDVA}'))::uuid[]));

  grant select, insert on support.contacts, support.safe_contact, support.supporters, support.clocks, support.breaches to marac_app;
  grant update (replaced_at) on support.contacts to marac_app;
  grant update (ended_at, ended_because, ended_by) on support.supporters to marac_app;
  grant update (priority, rule_version, due_at, stopped_at, stopped_by, settled) on support.clocks to marac_app;
`;
