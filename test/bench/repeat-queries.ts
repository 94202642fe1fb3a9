import type { Description } from '../../src/persons/persons.service.js';
import { addDays } from '../../src/platform/values/dates.js';
import type { ReferralInput } from '../../src/referrals/intake.rules.js';
import type { Chance } from '../../src/sample/prng.js';
import { noisy } from './noise.js';
import { coupleAt, type RegisterCouple } from './register-couples.js';

export type Kind = 'repeat' | 'lapsed' | 'new partner' | 'relatives' | 'strangers';

/** A referral to be checked, and which couple of the register it comes from. */
export interface Query {
  kind: Kind;
  of: RegisterCouple;
  input: Pick<ReferralInput, 'victim' | 'perpetrators' | 'incidentOn' | 'disclosedOn' | 'referredOn'>;
}

const KINDS = [['repeat', 60], ['lapsed', 10], ['new partner', 10], ['relatives', 10], ['strangers', 10]] as const; // prettier-ignore

/** A question about a register of so many couples. Strangers and new partners come from beyond its end. */
export function queryAbout(couples: number, chance: Chance): Query {
  const of = coupleAt(chance.whole(0, couples - 1));
  const outside = coupleAt(couples + chance.whole(0, 1_000_000));
  const kind: Kind = chance.weighted(KINDS);
  const incidentOn = addDays(of.referredOn, kind === 'lapsed' ? chance.whole(370, 900) : chance.whole(1, 360));
  const [victim, perpetrator] = parties(kind, of, outside, chance);
  const referredOn = addDays(incidentOn, chance.whole(0, 7));
  return { kind, of, input: { victim, perpetrators: [perpetrator], incidentOn, disclosedOn: null, referredOn } };
}

type Pair = [victim: Description, perpetrator: Description];

function parties(kind: Kind, of: RegisterCouple, outside: RegisterCouple, chance: Chance): Pair {
  if (kind === 'strangers') return [outside.victim, outside.perpetrator];
  if (kind === 'relatives') return [relative(of.victim, outside.victim), relative(of.perpetrator, outside.perpetrator)];
  const victim = noisy(of.victim, of.perpetrator, of.marac, chance);
  if (kind === 'new partner') return [victim, outside.perpetrator];
  const perpetrator = noisy(of.perpetrator, of.victim, of.marac, chance);
  if (!chance.happens(0.12)) return [victim, perpetrator];
  const nobodyKnows = { birth: { value: null, precision: 'UNKNOWN' as const } };
  return chance.happens(0.25)
    ? [{ ...victim, ...nobodyKnows }, perpetrator]
    : [victim, { ...perpetrator, ...nobodyKnows }];
}

/** Sister or brother at home: surname, address and telephone are the same, the rest is somebody else's. */
function relative(of: Description, { givenNames, birth }: Description): Description {
  return { ...of, givenNames, birth, aliases: [] };
}
