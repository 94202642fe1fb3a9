import type { TestApp } from './app.js';

/** The agency of an action was asked for it and accepted, handed it to a post of its own, and had proposed something else before. */
export async function actionHistory(app: TestApp, actionId: string): Promise<void> {
  await app.rows(
    `insert into actions.requests (id, action_id, case_id, marac_id, agency_id, asked_by, answer_by, rule_version, answer, answered_by, answered_at)
     select gen_random_uuid(), a.id, a.case_id, a.marac_id, a.owner_agency_id, 'test:test', now(), 0, 'ACCEPTED', 'test:test', now()
       from actions.actions a where a.id = $1`,
    [actionId],
  );
  await app.rows(
    `insert into actions.reassignments (id, action_id, case_id, marac_id, from_agency_id, to_agency_id, to_post, reason, made_by)
     select gen_random_uuid(), a.id, a.case_id, a.marac_id, a.owner_agency_id, a.owner_agency_id, 'Manager', 'She is away', 'test:test'
       from actions.actions a where a.id = $1`,
    [actionId],
  );
  await app.rows(
    `insert into actions.proposals (id, case_id, marac_id, text, target, agency_id, status, answer, answered_by, answered_at, proposed_by, by_agency_id)
     select gen_random_uuid(), a.case_id, a.marac_id, 'Ask the caretaker', 'VICTIM', a.owner_agency_id, 'TURNED_DOWN', 'He knows her', 'test:test',
            now(), 'test:test', a.owner_agency_id
       from actions.actions a where a.id = $1`,
    [actionId],
  );
}
