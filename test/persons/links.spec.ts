import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';
import { LinkScene, type Referred } from './link-scene.js';

/** Matches that are not certain wait for a coordinator; what is decided is remembered, and a link can be undone. */
let app: TestApp;
let world: World;
let scene: LinkScene;
let first: Referred;
let second: Referred;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  world = await app.world();
  scene = new LinkScene(app, world);
});
afterAll(() => app?.stop());

const twoReferrals = async () => {
  first = await scene.refer(1);
  second = await scene.refer(2);
};
const bare = (answer: { status: number; body: any }) => ({ status: answer.status, ...answer.body, reference: '' });

describe('who must not', () => {
  beforeEach(twoReferrals);

  test('every role but the coordinator is refused', async () => {
    const [waiting] = await scene.proposals();
    for (const who of ['chair', 'idva', 'housing', 'police', 'administrator', 'auditor', 'analyst', 'observer', 'referrer'] as const) {
      const as = world[who];
      const asked = [
        scene.call('GET', '/link-proposals', as),
        scene.decide(waiting.id, 'CONFIRM', 1, as),
        scene.call('GET', `/persons/${second.victim}/links`, as),
        scene.call('POST', `/persons/${second.victim}/links`, as, { otherId: first.victim }),
        scene.undo(second.victim, randomUUID(), as),
      ];
      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    }
    expect(await scene.stands(second.victim)).toEqual([second.victim]);
  }); // prettier-ignore

  test('a coordinator of another area finds nothing, as if it had never been', async () => {
    const [waiting] = await scene.proposals();
    const { coordinator } = await app.world();
    expect(await scene.proposals(coordinator)).toEqual([]);
    expect(await scene.proposals(coordinator, `&marac=${world.maracId}`)).toEqual([]);
    const pairs = [
      (id: string) => scene.decide(id === 'hidden' ? waiting.id : randomUUID(), 'CONFIRM', 1, coordinator),
      (id: string) => scene.call('GET', `/persons/${id === 'hidden' ? second.victim : randomUUID()}/links`, coordinator),
      (id: string) => scene.call('POST', `/persons/${id === 'hidden' ? second.victim : randomUUID()}/links`, coordinator, { otherId: first.victim }),
      (id: string) => scene.undo(id === 'hidden' ? second.victim : randomUUID(), randomUUID(), coordinator),
    ];
    for (const ask of pairs) {
      const [hidden, absent] = [await ask('hidden'), await ask('absent')];
      expect(hidden.status).toBe(404);
      expect(bare(hidden)).toEqual(bare(absent));
    }
  }); // prettier-ignore

  test.each(['earlier', 'later'] as const)(
    'nothing is there for a coordinator who is excluded from the %s case, but the other one decides',
    async (which) => {
      const [waiting] = await scene.proposals();
      const concerned = await world.person(world.agencies.housing.id, ['COORDINATOR']);
      expect(await scene.proposals(concerned)).toHaveLength(1);
      const { caseId } = which === 'earlier' ? first : second;
      // closed to them alone: their other cases are open as before
      await scene.call('POST', '/conflicts', concerned, { caseId, nature: 'FRIEND' });
      expect(await scene.proposals(concerned)).toEqual([]);
      expect(await scene.proposals(concerned, '&status=WAITING')).toEqual([]);
      const [hidden, absent] = [waiting.id, randomUUID()].map((id) => scene.decide(id, 'REJECT', 1, concerned));
      expect(bare(await hidden!)).toEqual(bare(await absent!));
      const open = which === 'earlier' ? second : first;
      const shut = which === 'earlier' ? first : second;
      const byHand = (otherId: string) => scene.call('POST', `/persons/${open.victim}/links`, concerned, { otherId });
      expect(bare(await byHand(shut.victim))).toEqual(bare(await byHand(randomUUID())));
      expect(await scene.proposals()).toHaveLength(1);
      await scene.decide(waiting.id, 'CONFIRM');
      // linked now, both are shut to them: nothing of the link is left to find
      expect((await scene.call('GET', `/persons/${open.victim}/links`, concerned)).status).toBe(404);
    },
  );

  test('the link of an open case to one that is shut is not there either', async () => {
    const [waiting] = await scene.proposals();
    await scene.decide(waiting.id, 'CONFIRM');
    const [{ id }] = await scene.links(second.victim);
    const concerned = await world.person(world.agencies.housing.id, ['COORDINATOR']);
    await app.rows(
      `insert into access.exclusions (id, case_id, marac_id, user_id, cause, cause_id) values (gen_random_uuid(), $1, $2, $3, 'CONFLICT', gen_random_uuid())`,
      [first.caseId, world.maracId, concerned.id],
    );
    expect(await scene.links(second.victim, concerned)).toEqual([]);
    const [hidden, absent] = [id, randomUUID()].map((linkId) => scene.undo(second.victim, linkId, concerned));
    expect(bare(await hidden!)).toEqual(bare(await absent!));
    expect(await scene.links(second.victim)).toMatchObject([{ undoneAt: null }]);
  });
});

describe('a proposal', () => {
  test('shows both records and why, and nothing of how they are reached', async () => {
    await twoReferrals();
    const answer = await scene.call('GET', `/link-proposals?marac=${world.maracId}&status=WAITING`, world.coordinator);
    expect(answer.body.items).toEqual([
      expect.objectContaining({
        status: 'WAITING',
        certainty: 'PROBABLE',
        evidence: ['same name', 'same birth date'],
        record: expect.objectContaining({ id: second.victim, caseId: second.caseId, party: 'VICTIM' }),
        other: expect.objectContaining({ id: first.victim, caseId: first.caseId, familyName: scene.name }),
        decidedBy: null,
        version: 1,
      }),
    ]);
    expect(answer.text).not.toMatch(/Fenwick|NB1|NB2|07700/);
    expect(await scene.proposals(world.coordinator, '&status=REJECTED')).toEqual([]);
    const shown = await app.rows(
      `select e.subject_id as id from audit.events e where e.actor_id = $1 and e.action = 'person.found'`,
      [world.coordinator.id],
    );
    expect(new Set(shown.map(({ id }) => id))).toEqual(new Set([first.victim, second.victim]));
  });

  test('of a record that another area keeps: that it is there and whom to ask; the other area is told nothing', async () => {
    const other = await app.world();
    first = await scene.refer(1, {}, other);
    second = await scene.refer(2);
    const [waiting] = await scene.proposals();
    expect(waiting).toMatchObject({ other: null, certainty: null, evidence: [], otherMarac: `Test area ${other.code}` });
    expect(JSON.stringify(waiting)).not.toContain(first.victim);
    expect(JSON.stringify(waiting)).not.toContain(first.caseId);
    expect(await scene.proposals(other.coordinator)).toEqual([]);
    expect(await scene.decide(waiting.id, 'CONFIRM')).toMatchObject({ status: 200, body: { other: null } });
    expect(await scene.stands(second.victim)).toEqual([first.victim]);
    const [link] = await scene.links(second.victim);
    expect(link).toMatchObject({ other: null, evidence: [], certainty: null });
    // the other area's coordinator may undo what joins a record of theirs
    expect(await scene.links(first.victim, other.coordinator)).toMatchObject([{ id: link.id, other: null, otherMarac: `Test area ${world.code}` }]);
    expect((await scene.undo(first.victim, link.id, other.coordinator)).status).toBe(204);
    expect(await scene.stands(second.victim)).toEqual([second.victim]);
  }); // prettier-ignore

  test('is not made across areas of what could be found by guessing an address or a telephone', async () => {
    const other = await app.world();
    await scene.refer(1, { birthDate: undefined }, other);
    await scene.refer(1, { birthDate: undefined, address: '9 Elsewhere' });
    expect(await scene.proposals()).toEqual([]);
    await scene.refer(1, { birthDate: undefined, postcode: 'NB9 9XX', address: '4 Elsewhere' });
    expect(await scene.proposals()).toHaveLength(1); // of one's own area it is
  });

  test.each<[string, unknown, number, string]>([
    ['another word', { decision: 'MERGE' }, 422, 'invalid-input'],
    ['nothing', {}, 422, 'invalid-input'],
    ['more than is asked', { decision: 'CONFIRM', canonicalId: randomUUID() }, 422, 'invalid-input'],
  ])('refuses %s', async (_, body, status, code) => {
    await twoReferrals();
    const [waiting] = await scene.proposals();
    const answer = await scene.call('POST', `/link-proposals/${waiting.id}/decisions`, world.coordinator, body, 1);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('is decided once, by who saw it as it is', async () => {
    await twoReferrals();
    const [{ id }] = await scene.proposals();
    const path = `/link-proposals/${id}/decisions`;
    expect((await scene.call('POST', path, world.coordinator, { decision: 'CONFIRM' })).status).toBe(428);
    expect((await scene.decide(id, 'CONFIRM', 7)).status).toBe(412);
    expect((await scene.decide('not-an-id', 'CONFIRM')).status).toBeLessThan(500);
    const two = await Promise.all([scene.decide(id, 'CONFIRM'), scene.decide(id, 'CONFIRM')]);
    expect(two.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await scene.decide(id, 'REJECT', 2)).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
    const by = await app.rows(`select decided_by, evidence, certainty from persons.links where person_id = $1`, [second.victim]);
    expect(by).toEqual([{ decided_by: `user:${world.coordinator.id}`, evidence: ['same name', 'same birth date'], certainty: 'PROBABLE' }]);
    const log = await app.rows(`select action from audit.events where actor_id = $1 and action like 'link.%'`, [world.coordinator.id]);
    expect(log).toEqual([{ action: 'link.confirmed' }]);
  }); // prettier-ignore
});

describe('what is decided', () => {
  beforeEach(twoReferrals);

  test('confirmed: all that were one with either are one, the oldest stands for them, later ones join', async () => {
    const same = await scene.refer(2, { address: '2 Fenwick Row' }); // certainly the second
    expect(await scene.stands(first.victim, second.victim, same.victim)).toEqual([
      first.victim,
      second.victim,
      second.victim,
    ]);
    const [waiting] = (await scene.proposals()).filter((one) => one.record.id === second.victim);
    expect(await scene.decide(waiting.id, 'CONFIRM')).toMatchObject({ body: { status: 'CONFIRMED', version: 2 } });
    expect(new Set(await scene.stands(first.victim, second.victim, same.victim))).toEqual(new Set([first.victim]));
    const next = await scene.refer(2);
    expect(await scene.stands(next.victim)).toEqual([first.victim]);
  });

  test('rejected: neither proposed again nor linked by itself when a certain match comes', async () => {
    const [waiting] = await scene.proposals();
    expect(await scene.decide(waiting.id, 'REJECT')).toMatchObject({ status: 200, body: { status: 'REJECTED' } });
    // certainly the second, likely the first: not proposed for the first
    const again = await scene.refer(2);
    expect(await scene.stands(again.victim)).toEqual([second.victim]);
    expect(await scene.proposals(world.coordinator, '&status=WAITING')).toEqual([]);
    // certainly both, who are two people: linked to neither, a person decides
    const torn = await scene.refer(2, { phone: '07700 900502', address: '1 Fenwick Row', postcode: 'NB1 5QX' });
    expect(await scene.stands(torn.victim)).toEqual([torn.victim]);
    const open = await scene.proposals(world.coordinator, '&status=WAITING');
    expect(open.map((one) => [one.record.id, one.certainty])).toEqual([[torn.victim, 'CERTAIN'], [torn.victim, 'CERTAIN']]);
    // taken for the one, they cannot be taken for the other as well
    expect((await scene.decide(open[0].id, 'CONFIRM')).status).toBe(200);
    expect(await scene.decide(open[1].id, 'CONFIRM')).toMatchObject({ status: 409, body: { code: 'told-apart' } });
    expect(new Set(await scene.stands(first.victim, second.victim)).size).toBe(2);
  }); // prettier-ignore

  test('rejected, and thought over', async () => {
    const [waiting] = await scene.proposals();
    await scene.decide(waiting.id, 'REJECT');
    expect(await scene.decide(waiting.id, 'CONFIRM', 2)).toMatchObject({ body: { status: 'CONFIRMED' } });
    expect(await scene.stands(second.victim)).toEqual([first.victim]);
  });

  test('a record is linked by hand with one that is seen, and not with itself, nor twice', async () => {
    const by = (otherId: unknown, personId = second.perpetrator) =>
      scene.call('POST', `/persons/${personId}/links`, world.coordinator, { otherId });
    const refused = async (otherId: unknown) => (await by(otherId)).body.errors[0].code as string;
    expect(await refused(second.perpetrator)).toBe('same-record');
    expect(await refused(randomUUID())).toBe('unknown');
    expect(await refused('x')).toBe('not-an-id');
    expect(await by(first.perpetrator)).toMatchObject({ status: 201, body: { evidence: ['decided by a person'] } });
    expect(await by(first.perpetrator)).toMatchObject({ status: 409, body: { code: 'already-linked' } });
    expect(await by(second.perpetrator, first.perpetrator)).toMatchObject({ body: { code: 'already-linked' } });
    expect(await scene.stands(second.perpetrator)).toEqual([first.perpetrator]);
  });
});

describe('undone', () => {
  /** Every row that says anything of these records, but for the history of links. */
  const everything = async (ids: string[]) =>
    app.rows(
      `select t.*, (select jsonb_agg(to_jsonb(k) order by k.key) from persons.match_keys k where k.person_id = t.id) as keys,
              (select jsonb_agg(to_jsonb(c)) from persons.contacts c where c.person_id = t.id) as contacts,
              (select jsonb_agg(to_jsonb(r)) from referrals.referrals r where r.victim_id = t.id) as referrals
         from persons.persons t where t.id = any ($1) order by t.id`,
      [ids],
    );
  const confirm = async (record: Referred, other: Referred) => {
    const body = { otherId: other.victim };
    return (await scene.call('POST', `/persons/${record.victim}/links`, world.coordinator, body)).body.id as string;
  };

  test('everything is as it was, whatever was linked since', async () => {
    await twoReferrals();
    const third = await scene.refer(3);
    const fourth = await scene.refer(4);
    const ids = [first, second, third, fourth].map((one) => one.victim);
    const before = await everything(ids);
    const link = await confirm(second, first);
    const later = await confirm(third, second);
    await confirm(fourth, first);
    expect(new Set(await scene.stands(...ids))).toEqual(new Set([first.victim]));
    expect((await scene.undo(second.victim, link)).status).toBe(204);
    expect(await scene.stands(...ids)).toEqual([first.victim, second.victim, second.victim, first.victim]);
    expect((await scene.undo(second.victim, link)).body.code).toBe('already-undone');
    expect((await scene.undo(second.victim, later)).status).toBe(204); // from either end
    const [last] = await scene.links(fourth.victim);
    await scene.undo(fourth.victim, last.id);
    expect(await everything(ids)).toEqual(before);
    expect(await scene.links(fourth.victim)).toMatchObject([{ undoneBy: 'Test COORDINATOR' }]);
  });

  test('a link that came by itself is undone too, and the same match does not bring it back', async () => {
    first = await scene.refer(1);
    second = await scene.refer(1, { address: '1 Fenwick Row' });
    expect(await scene.stands(second.victim)).toEqual([first.victim]);
    const [link] = await scene.links(second.victim);
    expect(link).toMatchObject({ certainty: 'CERTAIN', linkedBy: 'Test AGENCY_REPRESENTATIVE' });
    expect((await scene.undo(second.victim, link.id)).status).toBe(204);
    expect(await scene.stands(second.victim)).toEqual([second.victim]);
    expect(await scene.proposals(world.coordinator, '&status=WAITING')).toEqual([]);
    const third = await scene.refer(1);
    expect(await scene.stands(first.victim, second.victim, third.victim)).toEqual([first.victim, second.victim, third.victim]);
  }); // prettier-ignore

  test('links that go round: one less of them parts nobody', async () => {
    await twoReferrals();
    const third = await scene.refer(3);
    const links = [await confirm(second, first), await confirm(third, second), await confirm(third, first)];
    await scene.undo(second.victim, links[0]!);
    expect(new Set(await scene.stands(first.victim, second.victim, third.victim))).toEqual(new Set([first.victim]));
    await scene.undo(third.victim, links[2]!);
    expect(await scene.stands(first.victim, second.victim, third.victim)).toEqual([first.victim, second.victim, second.victim]);
  }); // prettier-ignore
});

test('a referral that comes while links are decided on is joined to nobody who has just been parted', async () => {
  await twoReferrals();
  const people: TestUser[] = [world.coordinator];
  const undoing = (async () => {
    for (let i = 0; i < 6; i++) {
      const body = { otherId: first.victim };
      const { id } = (await scene.call('POST', `/persons/${second.victim}/links`, people[0]!, body)).body;
      await scene.undo(second.victim, id);
    }
  })();
  const records: string[] = [];
  for (let i = 0; i < 8; i++) records.push((await scene.refer(2)).victim);
  await undoing;
  const astray = await app.rows(
    `select l.id from persons.links l join persons.persons p on p.id = l.person_id join persons.persons o on o.id = l.other_id
      where l.undone_at is null and p.canonical_id <> o.canonical_id and p.id = any ($1)`,
    [records],
  );
  expect(astray).toEqual([]);
});
