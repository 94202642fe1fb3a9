import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isUnnamedViolation } from '../../src/platform/http/database-errors.js';
import { startApp, type TestApp } from '../support/app.js';

/** What no request can run into, by how it is written. Everything else says what it means to a caller (`registerConstraint`). */
const BY_ID = 'a key for references, which holds the id itself';
const UPSERT = 'written with on conflict';
const LOCKED = 'written under the lock of what it belongs to, which was looked at first';
const OURS = 'written by the system alone, a caller has no part in it';
const RANDOM = 'a secret or number drawn by lot, of more than 100 bits';
const NOT_HIT: Record<string, string> = {
  ...{ case_of_a_marac: BY_ID, consent_of_a_case: BY_ID },
  ...{ alert_once: UPSERT, mark_is_set: UPSERT, attends_once: UPSERT, says_once: UPSERT, section_of_an_item: UPSERT },
  ...{ change_once: UPSERT, chase_once: UPSERT, notice_once: UPSERT, stuck_work_open: UPSERT, chased_once: UPSERT },
  ...{ link_proposal_of_a_pair: UPSERT, agency_is_chased_once: UPSERT, transfer_is_chased_once: UPSERT },
  ...{ finding_once: UPSERT, reminded_once: UPSERT, occurrence_is_planned: UPSERT },
  ...{ revision_number_is_taken: LOCKED, deferred_once: LOCKED, part_once: LOCKED, minutes_number_is_taken: LOCKED },
  ...{ minutes_are_drafted_once: LOCKED, minutes_stand_once: LOCKED, papers_are_recalled_once: LOCKED },
  ...{ case_is_in_a_copy_once: LOCKED, copy_has_its_number: LOCKED, import_row_once: LOCKED, part_goes_once: LOCKED },
  ...{ action_is_asked_once: LOCKED, action_is_paused_once: LOCKED, rung_once: OURS, area_rung_once: OURS },
  ...{
    one_digest_a_day: UPSERT,
    address_is_unreachable: UPSERT,
    one_outage_at_a_time: UPSERT,
    row_is_imported_once: UPSERT,
  },
  ...{ answered_once_a_key: LOCKED, delivered_once: UPSERT, event_has_its_place: OURS, digest_mail_once: OURS },
  ...{ raised_once: UPSERT, breached_once: UPSERT, contact_version: LOCKED, contact_stands_once: LOCKED },
  ...{ one_clock_runs: LOCKED, one_open_review: LOCKED },
  ...{ sealed_once: OURS, one_log: OURS, change_has_its_moment: OURS, mail_once: OURS, outbox_seq_key: OURS },
  ...{ feed_token_is_taken: RANDOM, external_identity_code: RANDOM, oidc_login_state: RANDOM, session_token: RANDOM },
  role_is_held: 'roles that are given twice are refused before',
  agency_is_a_member: 'an agency joins as it is made',
};

let app: TestApp;
let names: string[];
beforeAll(async () => {
  app = await startApp();
  const rows = await app.rows<{ name: string }>(
    `select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
      where (x.indisunique and not x.indisprimary or x.indisexclusion) and n.nspname !~ '^(pg_|information_schema|bullmq|public)' order by 1`,
  );
  names = rows.map(({ name }) => name);
});
afterAll(() => app?.stop());

const named = (constraint: string) => !isUnnamedViolation({ code: '23505', constraint });

test('a caller who runs into a constraint is told what it means, by a code of its own', () => {
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => !named(name) && !Object.hasOwn(NOT_HIT, name))).toEqual([]);
});

test('what is left out here is there, and has no code', () => {
  expect(Object.keys(NOT_HIT).filter((name) => named(name) || !names.includes(name))).toEqual([]);
});
