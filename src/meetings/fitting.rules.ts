/** From when until when somebody can come, in minutes from the start; until is the end of their slot at the latest. */
export interface Window {
  from: number;
  until: number;
}

/** What is put one after the other, without gaps. */
export interface Piece {
  minutes: number;
  windows: readonly Window[];
}

export interface Fitting<P> {
  item: P;
  startsAfter: number;
  /** windows that this slot lies in */
  honoured: number;
}

/** Pieces that are alike but for their place in the wanted order. */
interface Kind {
  piece: Piece;
  count: number;
}

/** What is looked through at most; a list of 30 cases with 10 guests of different times takes less than a tenth of it. */
const MOST_STATES = 400_000;

/**
 * Puts pieces one after the other so that as many windows as possible hold their slot, and besides as near to the given order as that
 * allows: of the best arrangements, the one that has the first possible piece of the order first, and so on. Pieces of equal length and
 * windows are one kind, so that what is looked through is how many of each kind have gone before, not who: that decides how much time has
 * passed. Where there are too many kinds for that, piece by piece, the one whose time is up first.
 */
export function fit<P extends Piece>(wanted: readonly P[]): Fitting<P>[] {
  const kindOf = new Map<string, number>();
  const kinds: Kind[] = [];
  const kindsOf = wanted.map((piece) => {
    const name = JSON.stringify([piece.minutes, piece.windows.map(({ from, until }) => [from, until]).sort()]);
    const known = kindOf.get(name);
    if (known !== undefined) {
      kinds[known]!.count++;
      return known;
    }
    kindOf.set(name, kinds.length);
    return kinds.push({ piece, count: 1 }) - 1;
  });
  if (wanted.every(({ windows }) => windows.length === 0)) return timed(wanted);
  const states = kinds.reduce((product, { count }) => product * (count + 1), 1);
  return timed(states > MOST_STATES ? byEndOfWindow(wanted) : exactly(wanted, kindsOf, kinds));
}

const honoured = ({ minutes, windows }: Piece, at: number): number =>
  windows.filter(({ from, until }) => from <= at && at + minutes <= until).length;

function timed<P extends Piece>(order: readonly P[]): Fitting<P>[] {
  let at = 0;
  return order.map((item) => {
    const startsAfter = at;
    at += item.minutes;
    return { item, startsAfter, honoured: honoured(item, startsAfter) };
  });
}

/** The best that can still come when so many of each kind have gone, worked out once for each state from the end. */
function exactly<P extends Piece>(wanted: readonly P[], kindsOf: readonly number[], kinds: readonly Kind[]): P[] {
  const weights: number[] = [];
  let states = 1;
  for (const { count } of kinds) {
    weights.push(states);
    states *= count + 1;
  }
  const gone = (state: number, kind: number) => Math.floor(state / weights[kind]!) % (kinds[kind]!.count + 1);
  const passed = (state: number) => kinds.reduce((at, { piece }, kind) => at + gone(state, kind) * piece.minutes, 0);
  const best = new Int32Array(states);
  for (let state = states - 2; state >= 0; state--) {
    const at = passed(state);
    let most = 0;
    for (let kind = 0; kind < kinds.length; kind++) {
      if (gone(state, kind) === kinds[kind]!.count) continue;
      most = Math.max(most, honoured(kinds[kind]!.piece, at) + best[state + weights[kind]!]!);
    }
    best[state] = most;
  }
  const left = wanted.map((piece, i) => ({ piece, kind: kindsOf[i]! }));
  let state = 0;
  return wanted.map(() => {
    const at = passed(state);
    const next = left.findIndex(
      ({ piece, kind }) => honoured(piece, at) + best[state + weights[kind]!]! === best[state],
    );
    const [{ piece, kind }] = left.splice(next, 1) as [{ piece: P; kind: number }];
    state += weights[kind]!;
    return piece;
  });
}

/** Not the best, but quick: whose window ends first comes as soon as it has begun, and the others fill the time until then. */
function byEndOfWindow<P extends Piece>(wanted: readonly P[]): P[] {
  const left = [...wanted];
  let at = 0;
  return wanted.map(() => {
    const now = left.filter((piece) => honoured(piece, at) > 0);
    const ends = (piece: P) => Math.min(...piece.windows.map(({ until }) => until));
    const pressing = now.sort((a, b) => ends(a) - ends(b))[0];
    const next = pressing ?? left.find(({ windows }) => windows.length === 0) ?? left[0]!;
    left.splice(left.indexOf(next), 1);
    at += next.minutes;
    return next;
  });
}
