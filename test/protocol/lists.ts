import type { INestApplicationContext } from '@nestjs/common';
import { ActionLists } from '../../src/actions/action-lists.service.js';
import { FlagChanges } from '../../src/flags/flag-changes.service.js';
import { FlagsService } from '../../src/flags/flags.service.js';
import { KNOWN_PERMISSIONS } from '../../src/identity/roles.rules.js';
import { MeetingsService } from '../../src/meetings/meetings.service.js';
import { Packs } from '../../src/papers/packs.service.js';
import { Readers } from '../../src/papers/readers.service.js';
import { Actor, ALL_SCOPES } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { ReferralsService } from '../../src/referrals/referrals.service.js';
import type { Facts } from './facts.js';
import { hangingByOracle, hangingOf } from './lists-of-cases.js';
import type { Oracle } from './oracle.js';

const LIMIT = 100;

/** A person with every permission there is: what is left to decide is the protocol alone. */
const permitted = ({ id, agencyId }: Facts['people'][number]) =>
  new Actor('user', id, agencyId, new Map([[ALL_SCOPES, KNOWN_PERMISSIONS]]));

/** Cases by the list that shows them, and counts as numbers. */
export interface Listed {
  cases: Record<string, string[]>;
  counts: Record<string, number>;
}

/** What every list and count of the product gives this person, through the services that the routes call. */
export function listsOf(app: INestApplicationContext, facts: Facts, person: Facts['people'][number]): Promise<Listed> {
  const get = <T>(service: new (...args: never[]) => T): T => app.get(service, { strict: false });
  return app.get(UnitOfWork, { strict: false }).run(permitted(person), async () => {
    const meetings = await get(MeetingsService).list({ limit: LIMIT } as never);
    const lists = await Promise.all(
      meetings.items.map(async ({ id }) => {
        const { body } = await (await get(MeetingsService).caseList(id)).arrived();
        return JSON.parse(body) as CaseList;
      }),
    );
    // one after the other: whoever reads beside elevated work of the same unit sees what it sees
    const papers: string[] = [];
    for (const { id } of meetings.items) {
      const { items } = await get(Packs).of(await get(Readers).meeting(id));
      papers.push(...items.map(({ about }) => about.caseId));
    }
    const cases = {
      papers,
      view: (await tx().query<{ id: string }>('select v.case_id as id from access.visible v')).map(({ id }) => id),
      referrals: ids((await get(ReferralsService).list({ limit: LIMIT } as never)).items),
      flags: ids((await get(FlagsService).list({ limit: LIMIT } as never)).items),
      'flag changes': ids((await get(FlagChanges).since({ limit: LIMIT })).items),
      actions: ids((await get(ActionLists).list({ limit: LIMIT } as never)).items),
      'case list': lists.flatMap(({ items }) => ids(items)),
      ...(await hangingOf(app, facts)),
    };
    const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
    const counts = {
      'cases of meetings': sum(meetings.items.map((each) => each.cases)),
      'totals of case lists': sum(lists.map(({ totals }) => totals.cases)),
      'open actions on case lists': sum(lists.flatMap(({ items }) => items.map((item) => item.openActions))),
    };
    return { cases: Object.fromEntries(Object.entries(cases).map(([name, found]) => [name, found.sort()])), counts };
  });
}

interface CaseList {
  totals: { cases: number };
  items: { caseId: string; openActions: number }[];
}

const ids = (items: readonly { caseId: string }[]) => items.map(({ caseId }) => caseId);

/** What the oracle says they must give. A meeting shows to members of its MARAC; a case always stands on one. */
export function listsByOracle(oracle: Oracle, facts: Facts, person: Facts['people'][number]): Listed {
  const visible = facts.cases.filter(({ id }) => oracle.labels(person.id, id) !== undefined);
  const sees = visible.map(({ id }) => id).sort();
  const stays = visible.filter(({ id }) => !oracle.isBrought(person.id, id));
  const listed = stays.map(({ id }) => id).sort();
  const inFull = stays.filter(({ id, maracId }) => {
    const idva = person.roles.some((held) => held.role === 'IDVA' && held.maracId === maracId);
    return idva || person.agencyId === facts.agencies[0] || oracle.oversees(person.id, id);
  });
  const actions = inFull.map(({ id }) => id).sort();
  return {
    cases: {
      papers: listed.filter((id) => oracle.exportable(person.id, id)),
      view: sees,
      referrals: sees,
      flags: sees,
      'flag changes': sees,
      actions,
      'case list': listed,
      ...hangingByOracle(oracle, facts, person),
    },
    counts: {
      'cases of meetings': listed.length,
      'totals of case lists': listed.length,
      'open actions on case lists': listed.length,
    },
  };
}
