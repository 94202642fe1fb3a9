import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That something happened, never what: a notice per person and event, and the mail that says there is one. */
export class Notifications0013 implements MigrationInterface {
  name = 'Notifications1790000000013';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema notifications;
      grant usage on schema notifications to marac_app;

      create table notifications.notices (
        id            uuid primary key,
        user_id       uuid not null references identity.users,
        marac_id      uuid not null references maracs.maracs,
        kind          text not null check (kind in ('ACTION_OVERDUE', 'ACTION_OVERDUE_UNOWNED', 'REFERRAL_RECEIVED', 'REFERRAL_ACCEPTED',
                        'REFERRAL_DECLINED', 'REFERRAL_RETURNED')),
        subject_kind  text not null check (subject_kind in ('action', 'referral')),
        subject_id    uuid not null,
        event_id      uuid not null,
        case_ref      text not null,
        urgent        boolean not null,
        created_at    timestamptz not null default now(),
        read_at       timestamptz,
        constraint notice_once unique (user_id, kind, event_id)
      );
      create index notices_by_user on notifications.notices (user_id, id desc);
      create index notices_unread on notifications.notices (user_id, id desc) where read_at is null;
      create index notices_by_subject on notifications.notices (subject_id);

      create table notifications.mails (
        id          uuid primary key,
        notice_id   uuid not null references notifications.notices,
        user_id     uuid not null references identity.users,
        state       text not null check (state in ('WAITING', 'SENT', 'FAILED', 'DROPPED')),
        attempts    int not null default 0,
        retry_at    timestamptz not null default now(),
        error_code  text,
        created_at  timestamptz not null default now(),
        ended_at    timestamptz,
        constraint mail_once unique (notice_id),
        check ((state = 'WAITING') = (ended_at is null))
      );
      create index mails_waiting on notifications.mails (retry_at) where state = 'WAITING';
      create index mails_failed on notifications.mails (id) where state = 'FAILED';

      alter table notifications.notices enable row level security;
      alter table notifications.notices force row level security;
      create policy own on notifications.notices for select using ((select access.is_system()) or user_id = (select access.reader()));
      create policy read_own on notifications.notices for update using ((select access.is_system()) or user_id = (select access.reader()));
      create policy by_the_system on notifications.notices for insert with check ((select access.is_system()));
      alter table notifications.mails enable row level security;
      alter table notifications.mails force row level security;
      create policy by_the_system on notifications.mails using ((select access.is_system()));

      grant select, insert on notifications.notices to marac_app;
      grant update (read_at) on notifications.notices to marac_app;
      grant select, insert, update on notifications.mails to marac_app;
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
