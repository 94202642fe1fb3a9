import { Injectable } from '@nestjs/common';
import { SAMPLE_PASSWORD, SAMPLE_PEOPLE, SAMPLE_TOTP_SECRET, SamplePartnership } from './partnership.service.js';
import { SamplePaperwork } from './sample-paperwork.service.js';
import { YearOfCases } from './year-of-cases.service.js';

/** Whom a visitor of the demo can sign in as. */
export interface SignIns {
  password: string;
  totpSecret: string;
  people: { email: string; role: string }[];
}

/** Everything the demo shows: two areas, and a year of cases in one of them. */
@Injectable()
export class SampleData {
  constructor(
    private readonly partnership: SamplePartnership,
    private readonly year: YearOfCases,
    private readonly paperwork: SamplePaperwork,
  ) {}

  /** Loads what is not there yet. A second call finds everything in place. */
  async load(say: (line: string) => void): Promise<SignIns> {
    const begun = performance.now();
    await this.partnership.found();
    const referrals = await this.year.tell();
    if (referrals > 0) {
      await this.paperwork.done('NB');
      say(`sample: ${referrals} referrals of a year told ... ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
    const people = SAMPLE_PEOPLE.map(({ email, role, agency, marac }) => ({
      email,
      role: `${marac}  ${role}  ${agency}`,
    }));
    return { password: SAMPLE_PASSWORD, totpSecret: SAMPLE_TOTP_SECRET, people };
  }
}
