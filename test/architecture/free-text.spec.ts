import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import pg from 'pg';
import { DeclaredFreeText } from '../../src/persons/free-text-columns.rules.js';
import { findProvided } from '../../src/platform/queue/decorated.js';
import { startApp, type TestApp } from '../support/app.js';
import { caseTables } from '../support/guard-check.js';

/** Columns of text on tables of cases that hold no sentences of people, and why. */
const NOT_FREE: Readonly<Record<string, string>> = {
  'access.cases.ref': 'made by us',
  'access.grants.purpose': 'a code',
  'access.consents.decided_as': 'codes of roles',
  'actions.actions.catalogue_code': 'a code',
  'actions.alerts.kind': 'a code',
  'actions.alerts.rung': 'a code',
  'alerts.rungs.kind': 'a code',
  'alerts.rungs.rung': 'a code',
  'actions.proposals.catalogue_code': 'a code',
  'actions.summaries.target': 'a code',
  'meetings.agenda_items.reason': 'a code',
  'minutes.parts.hash': 'made from the content, which is declared',
  'persons.persons.family_name': 'a name',
  'persons.persons.given_names': 'a name',
  'persons.persons.birth_date': 'a date',
  'persons.persons.plain_family': 'made from the name',
  'persons.persons.plain_forename': 'made from the name',
  'persons.contacts.plain_phone': 'made from the telephone, which is declared',
  'persons.details.family_name': 'a name',
  'persons.details.given_names': 'a name',
  'persons.details.whole_name': 'a name',
  'persons.details.birth_date': 'a date',
  'persons.details.value': 'a number, checked',
  'persons.equality.ethnicity': 'a category',
  'assessments.assessments.instrument': 'a code',
  'research.workspaces.status': 'a code',
  'referrals.referrals.relationship': 'a code',
  'referrals.referrals.outcome': 'a code',
  'referrals.referrals.arithmetic': 'dates only',
  'referrals.referrals.decision_code': 'codes',
  'referrals.steps.code': 'a code, or names of questions',
  'referrals.steps.onward_service': 'a code',
  'meetings.deferrals.reason': 'a code',
};
/** Who did it: an id with its kind. */
const BY = /_by$|_via$/;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

test('every column of text about a case is declared as free text, limited to codes, or argued away here', async () => {
  // a check of several columns at once, how many of them are given, limits none of them to codes
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  try {
    const tables = (await caseTables(admin)).map(({ table }) => table);
    const { rows } = await admin.query<{ column: string }>(
      `select format('%s.%s', c.oid::regclass, a.attname) as column
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind = 'r' and c.oid::regclass::text = any ($1) and a.atttypid = 'text'::regtype
          and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
                            and pg_get_constraintdef(k.oid) ~ '= ANY')
        order by 1`,
      [tables],
    );
    const declared = findProvided(app.get(DiscoveryService), DeclaredFreeText).flatMap(({ texts }) => texts.map(({ column }) => column)); // prettier-ignore
    const open = rows.map(({ column }) => column).filter((column) => !BY.test(column) && !(column in NOT_FREE));
    expect(open.filter((column) => !declared.includes(column))).toEqual([]);
    const there = new Set(rows.map(({ column }) => column));
    expect(declared.filter((column) => !there.has(column))).toEqual([]);
  } finally {
    await admin.end();
  }
});
