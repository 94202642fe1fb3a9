import { USUAL_BASIS } from '../access/lawful-basis.rules.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { OVERDUE } from '../actions/actions.events.js';
import { CATALOGUE } from '../actions/catalogue.rules.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { addDays, type IsoDate } from '../platform/values/dates.js';
import type { Day } from './bulk-calendar.js';
import type { BulkArea, Told } from './bulk-couples.js';
import type { Rows } from './bulk-tables.js';
import { SAMPLE_AGENCIES } from './partnership.service.js';
import type { Chance } from './prng.js';
import { endOfDay } from '../platform/values/moments.js';

const BY = 'system:seed';

/** Actions on a share of bulk cases: those of heard cases done, those of cases that come again under way and not yet due. */
export class BulkActions {
  constructor(
    private readonly area: BulkArea,
    private readonly chance: Chance,
    private readonly today: IsoDate,
  ) {}

  write(rows: Rows, told: readonly Told[], days: readonly Day[]): void {
    const comesAgain = told.length > 1 && days.at(-1)!.heardOn === null;
    for (const [i, { caseId }] of told.entries()) {
      const { heardOn } = days[i]!;
      if (heardOn && comesAgain) this.add(rows, caseId, heardOn, false);
      else if (heardOn && this.chance.happens(0.12)) this.add(rows, caseId, heardOn, true);
    }
  }

  private add(rows: Rows, caseId: string, setOn: IsoDate, done: boolean): void {
    const { chance, area } = this;
    const id = newId();
    const entry = chance.pick(CATALOGUE);
    const agency = SAMPLE_AGENCIES.find(([, kind]) => entry.agencyKinds.includes(kind)) ?? SAMPLE_AGENCIES[0];
    const owner = area.agencies.get(agency[0]) ?? [...area.agencies.values()][0]!;
    const dueOn = done ? addDays(setOn, chance.whole(3, 14)) : addDays(this.today, chance.whole(3, 30));
    const dueAt = endOfDay(dueOn, TIME_ZONE);
    const closing = done
      ? { closure_reason: 'COMPLETED', outcome: 'Done as agreed.', risk_effect: 'REDUCED', victim_may_be_told: true, closed_on: minimum(dueOn, this.today), closed_by: BY }
      : { closure_reason: null, outcome: '', risk_effect: null, victim_may_be_told: null, closed_on: null, closed_by: null }; // prettier-ignore
    rows.add('actions.actions', {
      id, case_id: caseId, marac_id: area.maracId, catalogue_code: entry.code, text: entry.label, target: entry.target,
      owner_agency_id: owner, set_on: setOn, due_on: dueOn, due_at: dueAt, status: done ? 'CLOSED' : 'AGREED', ...closing, created_by: BY,
    }); // prettier-ignore
    if (!done) rows.add('platform.due', { lane: 'TIME', kind: OVERDUE, subject: id, due_at: dueAt, next_at: dueAt });
    rows.add('access.grants', {
      id: newId(), case_id: caseId, marac_id: area.maracId, grantee_id: owner, grantee_kind: 'AGENCY', labels: labelsOf('ACTION'),
      purpose: 'carry-out-action', lawful_basis: USUAL_BASIS, origin: 'ACTION', origin_id: id, reason: `action ${id}`, decided_by: BY,
    }); // prettier-ignore
  }
}

function minimum(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b;
}
