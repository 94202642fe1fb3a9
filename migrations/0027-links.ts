import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Records that may be about one person wait for somebody to decide, and what was decided is remembered. A link joins two records, not
 * a record and a group: which records are one person follows from the links that stand, so that undoing one gives back what was.
 */
export class Links0027 implements MigrationInterface {
  name = 'Links1790000000027';

  async up(db: QueryRunner): Promise<void> {
    await db.query(LINKS);
    await db.query(PROPOSALS);
    await db.query(`select set_config('app.system', 'on', true)`); // row-level security binds the owner too
    await db.query(CONFLICTS);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const LINKS = `
  -- the earlier record; null in links from before, which name the one that stood for it
  alter table persons.links
    add other_id uuid references persons.persons,
    add undone_by text;
  create index links_by_other on persons.links (other_id);
  grant update (undone_by) on persons.links to marac_app;
`;

const PROPOSALS = `
  -- One row for each pair of records: what was proposed of them, and what somebody decided. The case is that of the later record.
  create table persons.link_proposals (
    id              uuid primary key,
    person_id       uuid not null references persons.persons,
    other_id        uuid not null references persons.persons,
    case_id         uuid not null,
    marac_id        uuid not null,
    foreign key (case_id, marac_id) references access.cases (id, marac_id),
    other_case_id   uuid not null,
    other_marac_id  uuid not null,
    foreign key (other_case_id, other_marac_id) references access.cases (id, marac_id),
    certainty       text not null check (certainty in ('CERTAIN', 'PROBABLE', 'POSSIBLE')),
    evidence        text[] not null,
    status          text not null default 'WAITING' check (status in ('WAITING', 'CONFIRMED', 'REJECTED')),
    proposed_at     timestamptz not null default now(),
    decided_by      text,
    decided_at      timestamptz,
    version         int not null default 1,
    check (person_id <> other_id),
    check ((status = 'WAITING') = (decided_by is null)),
    check ((decided_by is null) = (decided_at is null))
  );
  create unique index link_proposal_of_a_pair on persons.link_proposals (least(person_id, other_id), greatest(person_id, other_id));
  create index link_proposals_by_person on persons.link_proposals (person_id);
  create index link_proposals_by_other on persons.link_proposals (other_id);
  create index link_proposals_by_marac on persons.link_proposals (marac_id, id);
  create index link_proposals_by_case on persons.link_proposals (case_id);
  create index link_proposals_by_other_case on persons.link_proposals (other_case_id);

  select access.guard_table('persons.link_proposals', 'IDENTITY');
  -- For who coordinates the MARAC of the later record, and not for one who must find nothing of either case. Written by the system,
  -- which matches and carries decisions out.
  create policy for_coordinators on persons.link_proposals as restrictive for select using (
    (select access.is_system()) or marac_id = any ((select access.coordinates())::uuid[]) and other_case_id <> all ((select access.excluded())::uuid[]));
  create policy added_by_the_system on persons.link_proposals as restrictive for insert with check ((select access.is_system()));
  create policy changed_by_the_system on persons.link_proposals as restrictive for update using ((select access.is_system()));

  grant select, insert on persons.link_proposals to marac_app;
  grant update (status, decided_by, decided_at, version) on persons.link_proposals to marac_app;
`;

const CONFLICTS = `
  alter table conflicts.conflicts
    drop constraint conflicts_status_check,
    add constraint conflicts_status_check check (status in ('QUESTION', 'PROVISIONAL', 'CONFIRMED', 'LIFT_PROPOSED', 'LIFTED', 'DISMISSED', 'UNLINKED')),
    -- what the line goes back to when the links that closed the case are undone; null where something else closes it
    add without_link text check (without_link in ('QUESTION', 'LIFTED', 'DISMISSED', 'UNLINKED'));
  alter table conflicts.decisions
    drop constraint decisions_step_check,
    add constraint decisions_step_check check (step in ('CONFIRM', 'DISMISS', 'PROPOSE_LIFT', 'AGREE_LIFT', 'REFUSE_LIFT', 'RESTRICT', 'NAME_PEOPLE', 'UNLINK'));
  create index conflicts_by_person on conflicts.conflicts using gin (person_ids);
  -- Lines from before, that rest on a link alone and that nobody has decided on
  update conflicts.conflicts c set without_link = 'UNLINKED'
   where 'SAME_PERSON' = any (c.evidence) and c.evidence <@ array['SAME_PERSON', 'RESTRICTION']
     and not exists (select from conflicts.decisions d where d.conflict_id = c.id and d.step in ('CONFIRM', 'REFUSE_LIFT', 'RESTRICT', 'NAME_PEOPLE'));
`;
