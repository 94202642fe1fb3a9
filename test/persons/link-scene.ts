import type { Answer, TestApp } from '../support/app.js';
import { newBirthDate, newSurname } from '../support/invented.js';
import { referralForm } from '../support/referral.js';
import type { TestUser, World } from '../support/world.js';

export interface Referred {
  caseId: string;
  /** record of the victim */
  victim: string;
  perpetrator: string;
}

/** People of whom some are matched by name and whole birth date alone, which is likely and not certain. */
export class LinkScene {
  readonly name = newSurname();
  readonly birthDate = newBirthDate();

  constructor(
    readonly app: TestApp,
    readonly world: World,
  ) {}

  call(method: string, path: string, as: TestUser, body?: unknown, version?: number): Promise<Answer> {
    const headers = version === undefined ? undefined : { 'if-match': `"${version}"` };
    return this.app.request(method, path, { as, body, headers });
  }

  /** The same woman as somebody else describes her: elsewhere, with another telephone, and another perpetrator. */
  async refer(
    n: number,
    changes: Record<string, unknown> = {},
    world = this.world,
    as = world.housing,
  ): Promise<Referred> {
    const victim = {
      ...{ familyName: this.name, givenNames: 'Imelda', birthDate: this.birthDate, sex: 'FEMALE' },
      ...{ address: `${n} Fenwick Row`, postcode: `NB${n} 5QX`, phone: `07700 900${500 + n}` },
      ...changes,
    };
    // another each time: a first name and a birth date alike beside the same victim would be proposed, as it may be his new name
    const perpetrators = [{ familyName: newSurname(), givenNames: newSurname(), birthDate: newBirthDate() }];
    const answer = await this.call('POST', '/referrals', as, referralForm(world, { victim, perpetrators }));
    if (answer.status !== 201) throw new Error(`not referred: ${answer.status} ${answer.text}`);
    const [row] = await this.app.rows(
      'select r.case_id as "caseId", r.victim_id as victim, r.perpetrator_ids[1] as perpetrator from referrals.referrals r where r.id = $1',
      [answer.body.id],
    );
    return row;
  }

  async proposals(as = this.world.coordinator, query = ''): Promise<any[]> {
    const answer = await this.call('GET', `/link-proposals?limit=200${query}`, as);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.items;
  }

  decide(id: string, decision: string, version = 1, as = this.world.coordinator): Promise<Answer> {
    return this.call('POST', `/link-proposals/${id}/decisions`, as, { decision }, version);
  }

  async links(personId: string, as = this.world.coordinator): Promise<any[]> {
    return (await this.call('GET', `/persons/${personId}/links`, as)).body.items;
  }

  undo(personId: string, linkId: string, as = this.world.coordinator): Promise<Answer> {
    return this.call('DELETE', `/persons/${personId}/links/${linkId}`, as);
  }

  /** Which record stands for each of these. */
  async stands(...ids: string[]): Promise<string[]> {
    const rows = await this.app.rows<{ id: string; canonical: string }>(
      'select p.id, p.canonical_id as canonical from persons.persons p where p.id = any ($1)',
      [ids],
    );
    return ids.map((id) => rows.find((row) => row.id === id)!.canonical);
  }

  async sees(as: TestUser, caseId: string): Promise<boolean> {
    return (await this.call('GET', `/cases/${caseId}`, as)).status === 200;
  }
}
