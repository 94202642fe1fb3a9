import {
  type Certainty,
  checkRepeat,
  DEFAULT_REPEAT_RULES,
  type EarlierReferral,
  type NewIncident,
  type RepeatRules,
} from '../../src/flags/repeat.rules.js';

/** An earlier referral as tests write it: people by name, sure unless said otherwise. */
export interface Written extends Omit<Partial<EarlierReferral>, 'victim' | 'perpetrators'> {
  victim?: string;
  perpetrators?: string[];
}

/** What the matcher says of case 13: John Smith is perhaps Jon Smyth. */
const perhaps = (person: string): { person: string; certainty: Certainty } =>
  person === 'John Smith 1984' ? { person: 'Jon Smyth 1984', certainty: 'POSSIBLE' } : { person, certainty: 'CERTAIN' };

export const referral = ({ victim = 'V', perpetrators = ['P'], ...more }: Written = {}): EarlierReferral => ({
  id: 'R1',
  marac: 'A',
  referredOn: '2025-03-10',
  ...more,
  victim: perhaps(victim),
  perpetrators: perpetrators.map(perhaps),
});
const abuse = (more: Partial<NewIncident> = {}): NewIncident => ({
  marac: 'A',
  incidentOn: '2025-06-01',
  disclosedOn: '2025-06-03',
  victim: 'V',
  perpetrators: ['P'],
  ...more,
});
export const decide = (
  history: EarlierReferral[],
  more: Partial<NewIncident> = {},
  changed: Partial<RepeatRules> = {},
) => checkRepeat(history, abuse(more), { ...DEFAULT_REPEAT_RULES, ...changed });
