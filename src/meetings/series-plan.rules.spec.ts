import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { replan, type SeriesPlan, type Standing, type Terms, type Wanted } from './series-plan.rules.js';

const TERMS: Terms = { venue: 'Town hall', link: null, minutesPerCase: 12, chairId: 'chair', deputyId: null };
const day = (n: number, time = '09:30'): Wanted => {
  const on = `2026-05-${String(n).padStart(2, '0')}`;
  return { occurrenceOn: on, heldOn: on, startsAt: new Date(`${on}T${time}:00Z`) };
};
const standing = (n: number, changes: Partial<Standing> = {}): Standing => ({
  ...day(n),
  ...TERMS,
  ...{ id: `m${n}`, status: 'PLANNED', cancelledBy: null, byHand: false, listed: false },
  ...changes,
});
const free = () => true;
const plan = (wanted: Wanted[], there: Standing[], taken: number[] = [], chairFree = free) =>
  replan(wanted, there, TERMS, new Set(taken), chairFree);
const told = ({ add, change, cancel, kept }: SeriesPlan) => ({
  add: add.map(({ occurrenceOn }) => occurrenceOn.slice(-2)),
  change: change.map(({ id }) => id),
  cancel,
  kept: kept.map(({ id }) => id),
});
const nothing = { add: [], change: [], cancel: [], kept: [] };

describe('the meetings of a series', () => {
  test.each<[string, Wanted[], Standing[], Partial<ReturnType<typeof told>>]>([
    ['are planned', [day(6), day(20)], [], { add: ['06', '20'] }],
    ['are planned once', [day(6), day(20)], [standing(6), standing(20)], {}],
    ['come as the horizon does', [day(6), day(20)], [standing(6)], { add: ['20'] }],
    ['follow its time', [day(6, '14:00')], [standing(6)], { change: ['m6'] }],
    ['follow its room', [day(6)], [standing(6, { venue: 'Elsewhere' })], { change: ['m6'] }],
    ['go when it names them no more', [day(6)], [standing(6), standing(20)], { cancel: ['m20'] }],
    ['come back', [day(6)], [standing(6, { status: 'CANCELLED', cancelledBy: 'SERIES' })], { change: ['m6'] }],
    ['stay cancelled by hand', [day(6)], [standing(6, { status: 'CANCELLED', cancelledBy: 'HAND' })], {}],
    ['stay cancelled, twice', [], [standing(6, { status: 'CANCELLED', cancelledBy: 'SERIES' })], {}],
    ['stay with their cases', [day(6, '14:00')], [standing(6, { listed: true })], { kept: ['m6'] }],
    ['stay with their cases to the end', [], [standing(6, { listed: true })], { kept: ['m6'] }],
    ['stay where somebody put them', [day(6)], [standing(6, { byHand: true, startsAt: new Date('2026-05-07T08:00:00Z') })], { kept: ['m6'] }],
    ['with cases, as the series has them, are no news', [day(6)], [standing(6, { listed: true })], {}],
    ['that were held are history', [day(6, '14:00')], [standing(6, { status: 'HELD' })], { kept: ['m6'] }],
  ])('%s', (_, wanted, there, expected) => {
    expect(told(plan(wanted, there))).toEqual({ ...nothing, ...expected });
  }); // prettier-ignore

  test('never begin when another of the area does', () => {
    const taken = [day(6).startsAt.getTime()];
    expect(told(plan([day(6), day(20)], [], taken))).toEqual({ ...nothing, add: ['20'] });
    // one that was moved there by hand counts as well
    const moved = standing(13, { byHand: true, startsAt: day(20).startsAt });
    expect(told(plan([day(13), day(20)], [moved]))).toEqual({ ...nothing, kept: ['m13'] });
  });

  test('of two that a holiday brings together one is held', () => {
    const [monday, tuesday] = [{ ...day(5), occurrenceOn: '2026-05-04' }, day(5)];
    expect(told(plan([monday, tuesday], []))).toEqual({ ...nothing, add: ['04'] });
  });

  test('wait for a chair where the chair presides elsewhere, and get theirs when that has passed', () => {
    const busy = (at: Date) => at.getTime() !== day(6).startsAt.getTime();
    const { add } = plan([day(6), day(20)], [], [], busy as () => boolean);
    expect(add.map(({ chairId }) => chairId)).toEqual([null, 'chair']);
    const waits = standing(6, { chairId: null });
    expect(told(plan([day(6)], [waits], [], busy as () => boolean))).toEqual(nothing);
    expect(told(plan([day(6)], [waits]))).toEqual({ ...nothing, change: ['m6'] });
  });

  test('planned again are the same: nothing is added, changed or called off', () => {
    const meetings = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: 10 });
    const extra = fc.constantFrom<Partial<Standing>>(
      {},
      { listed: true },
      { byHand: true },
      { status: 'CANCELLED', cancelledBy: 'SERIES' },
      { status: 'CANCELLED', cancelledBy: 'HAND' },
      { venue: 'Elsewhere' },
    );
    fc.assert(
      fc.property(meetings, fc.array(fc.tuple(fc.integer({ min: 1, max: 28 }), extra), { maxLength: 10 }), (days, there) => {
        const wanted = days.sort((a, b) => a - b).map((n) => day(n, '14:00'));
        const stand = [...new Map(there.map(([n, changes]) => [n, standing(n, changes)])).values()];
        const first = plan(wanted, stand);
        const changed = new Map(first.change.map((meant) => [meant.id, meant]));
        const then = stand.map((meeting): Standing => {
          if (first.cancel.includes(meeting.id)) return { ...meeting, status: 'CANCELLED', cancelledBy: 'SERIES' };
          const meant = changed.get(meeting.id);
          return meant ? { ...meeting, ...meant, status: 'PLANNED', cancelledBy: null } : meeting;
        });
        const added = first.add.map((meant, i) => standing(1, { ...meant, id: `new${i}` }));
        const second = plan(wanted, [...then, ...added]);
        expect({ ...told(second), kept: [] }).toEqual(nothing);
        expect(told(second).kept).toEqual(told(first).kept);
      }),
    ); // prettier-ignore
  });
});
