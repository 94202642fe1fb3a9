import { Injectable } from '@nestjs/common';
import { checkRepeat, type RepeatFinding } from '../flags/repeat.rules.js';
import { VisibleMatches } from '../persons/search-matches.service.js';
import { AreaRules } from './area-rules.service.js';
import type { EarlierReferral } from './history.queries.js';
import { perpetrator, Recognised, VICTIM } from './recognised.js';
import { visibleReferrals } from './repeat-checks.queries.js';
import type { Question } from './repeat-checks.rules.js';

/** What was found of a question among what the asker may see. */
export interface Answer {
  found: RepeatFinding;
  history: EarlierReferral[];
  people: Recognised;
}

/** The repeat rule applied to what the asker may see, and to nothing else. */
@Injectable()
export class VisibleHistory {
  constructor(
    private readonly area: AreaRules,
    private readonly matches: VisibleMatches,
  ) {}

  async check(maracId: string, question: Question, today: string): Promise<Answer> {
    const { repeat } = await this.area.on(maracId, today);
    const found = await this.matches.of(question.people);
    // the victim's matches stand first, also when nobody asked for the victim
    const matches = question.victimAsked ? found : [[], ...found];
    const history = await visibleReferrals([...new Set(found.flat().map((match) => match.caseId))]);
    const parties = history.flatMap(({ victim, perpetrators }) => [victim, ...perpetrators]);
    const asked = question.victimAsked ? question.people : [undefined, ...question.people];
    const beside = await this.matches.beside(asked, parties);
    const people = new Recognised(matches, history, beside);
    const perpetrators = matches.slice(1).map((_, i) => perpetrator(i));
    const incident = {
      marac: maracId,
      incidentOn: question.incidentOn,
      disclosedOn: question.disclosedOn,
      victim: VICTIM,
      perpetrators: perpetrators.length > 0 ? perpetrators : ['nobody was asked for'],
    };
    const seen = history.map((referral) => people.asTheRuleSees(referral));
    return { found: checkRepeat(seen, incident, repeat), history, people };
  }
}
