import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseLink, decided, type LiveLink, MOST_PROPOSED, standsFor } from './links.rules.js';

const IDS = Array.from({ length: 9 }, (_, i) => `r${i}`);
const links = fc.array(
  fc.record({ personId: fc.constantFrom(...IDS), otherId: fc.constantFrom(...IDS) }).filter((link) => link.personId !== link.otherId),
  { maxLength: 12 },
); // prettier-ignore
const plain = (found: Map<string, string>) => Object.fromEntries(found);

/** By going from record to record, for comparison. */
function reached(from: string, among: readonly LiveLink[]): string[] {
  const seen = new Set([from]);
  for (let grew = true; grew;) {
    const before = seen.size;
    for (const { personId, otherId } of among)
      if (seen.has(personId) || seen.has(otherId)) seen.add(personId).add(otherId);
    grew = seen.size > before;
  }
  return [...seen].sort();
}

describe('which record stands for a person', () => {
  test('the oldest of those that the links reach, itself without any', () => {
    fc.assert(
      fc.property(links, (all) => {
        const found = standsFor(IDS, all);
        for (const id of IDS) expect(found.get(id)).toBe(reached(id, all)[0]);
      }),
    );
  });

  test('the order of links and of records leaves no trace, nor does which of two is called the later', () => {
    fc.assert(
      fc.property(links, fc.infiniteStream(fc.boolean()), (all, turns) => {
        const turned = all.map((link) =>
          turns.next().value ? link : { personId: link.otherId, otherId: link.personId },
        );
        expect(plain(standsFor([...IDS].reverse(), turned.reverse()))).toEqual(plain(standsFor(IDS, all)));
      }),
    );
  });

  test('linking and unlinking in any order gives what the links that stand give', () => {
    const steps = fc.array(fc.record({ link: fc.nat(11), undo: fc.boolean() }), { maxLength: 30 });
    fc.assert(
      fc.property(links, steps, (all, order) => {
        const live = new Set<number>();
        let stands = standsFor(IDS, []);
        for (const { link, undo } of order) {
          if (link >= all.length) continue;
          if (undo) live.delete(link);
          else live.add(link);
          // as it is done: only the groups that the link touches are made anew
          const { personId, otherId } = all[link]!;
          const touched = IDS.filter((id) => [personId, otherId].some((one) => stands.get(one) === stands.get(id)));
          const among = [...live].map((i) => all[i]!).filter((one) => touched.includes(one.personId));
          stands = new Map([...stands, ...standsFor(touched, among)]);
        }
        expect(plain(stands)).toEqual(plain(standsFor(IDS, [...live].map((i) => all[i]!)))); // prettier-ignore
      }),
    );
  });

  test('undoing a link restores, whatever was linked after it and undone too', () => {
    fc.assert(
      fc.property(links, links, (before, after) => {
        const [link, ...rest] = after;
        if (!link) return;
        expect(plain(standsFor(IDS, [...before, ...rest]))).toEqual(
          plain(
            standsFor(
              IDS,
              [...before, link, ...rest].filter((one) => one !== link),
            ),
          ),
        );
        expect(plain(standsFor(IDS, before))).toEqual(plain(standsFor(IDS, [...before, ...after].slice(0, before.length)))); // prettier-ignore
      }),
    );
  });

  test('a link that leads elsewhere is no quiet success', () => {
    expect(() => standsFor(['r1'], [{ personId: 'r1', otherId: 'r2' }])).toThrow('out of the records');
  });
});

describe('what becomes of the matches of a new record', () => {
  const match = (canonicalId: string, certainty: 'CERTAIN' | 'PROBABLE' | 'POSSIBLE') => ({ canonicalId, certainty });
  const [sure, sure2, likely, maybe] = [match('b', 'CERTAIN'), match('c', 'CERTAIN'), match('a', 'PROBABLE'), match('d', 'POSSIBLE')]; // prettier-ignore
  const apart =
    (...pairs: string[]) =>
    (one: string, other: string) =>
      pairs.includes(one + other) || pairs.includes(other + one);

  test.each<[string, ReturnType<typeof match>[], string[], string | undefined, string[]]>([
    ['nobody', [], [], undefined, []],
    ['one who is certain is linked', [sure], [], 'b', []],
    ['one who is likely waits', [likely], [], undefined, ['a']],
    ['the others wait, the surest first', [maybe, likely, sure], [], 'b', ['a', 'd']],
    ['of two who are certain the older is linked, the other waits', [sure2, sure], [], 'b', ['c']],
    ['two who were told apart: neither is linked', [sure, sure2], ['bc'], undefined, ['b', 'c']],
    ['nor a third who is certain', [match('a', 'CERTAIN'), sure, sure2], ['cb'], undefined, ['a', 'b', 'c']],
    ['who was told apart from the one linked is not proposed', [sure, likely, maybe], ['ab'], 'b', ['d']],
    ['two who are likely and were told apart both wait', [likely, maybe], ['ad'], undefined, ['a', 'd']],
  ])('%s', (_, matches, pairs, same, propose) => {
    const choice = chooseLink(matches, apart(...pairs));
    expect(choice.same?.canonicalId).toBe(same);
    expect(choice.propose.map((one) => one.canonicalId)).toEqual(propose);
  });

  test('no more than somebody would read', () => {
    const many = Array.from({ length: 40 }, (_, i) => match(`x${i}`, 'POSSIBLE'));
    expect(chooseLink([likely, ...many], apart()).propose).toHaveLength(MOST_PROPOSED);
  });
});

test('what was confirmed is undone as a link, what was rejected may be thought over', () => {
  const after = (['WAITING', 'REJECTED', 'CONFIRMED'] as const).map((status) => [decided(status, 'CONFIRM'), decided(status, 'REJECT')]); // prettier-ignore
  expect(after).toEqual([['CONFIRMED', 'REJECTED'], ['CONFIRMED', null], [null, null]]); // prettier-ignore
});
