import type { Answer, TestApp } from '../support/app.js';
import type { TestUser } from '../support/world.js';
import { letDaysPass } from './clock.js';
import type { Hands } from './hands.js';
import type { Partnership } from './partnership.js';

/** A referral of the journey, and the words of it that are found nowhere else. */
export interface Told {
  id: string;
  version: number;
  caseId: string;
  caseRef: string;
  by: TestUser;
  form: { victim: { familyName: string }; perpetrators: readonly { familyName: string }[] };
}

/** Who must find nothing of which case. */
export interface Secret {
  from: TestUser;
  told: Told;
}

/** What the steps of the fortnight share: who asks, what became of it, and the clock. */
export class Journey {
  readonly secrets: Secret[] = [];

  constructor(
    readonly app: TestApp,
    readonly people: Partnership,
    private readonly hands: Hands,
  ) {}

  /** Something that people do, with all that follows from it by itself. */
  step<T>(act: () => Promise<T>): Promise<T> {
    return this.hands.through(act);
  }

  /** Something that people do, of which nothing follows by itself. */
  calm<T>(act: () => Promise<T>): Promise<T> {
    return this.hands.calmly(act);
  }

  /** Days pass, and what falls due meanwhile is done. */
  pass(days: number): Promise<void> {
    return this.hands.through(() => letDaysPass(this.app, days));
  }

  ask(method: string, path: string, as: TestUser, body?: object, version?: number): Promise<Answer> {
    const headers = version === undefined ? undefined : { 'if-match': `"${version}"` };
    return this.app.request(method, path, { as, body, headers });
  }

  /** @throws Error with the answer when it is refused, so that a journey that stops says where */
  async done(method: string, path: string, as: TestUser, body?: object, version?: number): Promise<any> {
    const answer = await this.ask(method, path, as, body, version);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  get(path: string, as: TestUser): Promise<any> {
    return this.done('GET', path, as);
  }

  /** What an inbox says, each kind once for each time. */
  async noticesOf(as: TestUser, about?: string): Promise<string[]> {
    const { items } = await this.get('/inbox?limit=200', as);
    const own = about ? items.filter((one: { subjectId: string }) => one.subjectId === about) : items;
    return own.map((one: { kind: string }) => one.kind);
  }
}

/** Everything that could tell of a case: lists by the area and the meetings, and what is asked of the case itself. */
function places({ caseId }: Told, maracId: string, meetingIds: readonly string[]): string[] {
  const ofCase = ['', '/history', '/access', '/grants', '/transfers', '/locations'].map(
    (path) => `/cases/${caseId}${path}`,
  );
  const lists = ['referrals', 'intake', 'meetings/unlisted', 'conflicts', 'tasks', 'transfers', 'meetings', 'flags'];
  const ofArea = lists.map((path) => `/${path}?marac=${maracId}`).map((path) => path.replace('/flags?', '/flags?x='));
  const ofMeetings = meetingIds.flatMap((id) =>
    [
      ...['case-list', 'circulation', 'research-requests', 'proposed-order', 'research-forecast', 'actions-review'],
      ...['papers', 'minutes', 'attendance', 'quorum', 'sitting', 'declarations', 'changes'],
    ].map((path) => `/meetings/${id}/${path}`),
  );
  const own = ['/actions?limit=200', '/inbox?limit=200', '/flags?limit=200', '/flags/changes?limit=200'];
  return [...ofCase, ...ofArea, ...ofMeetings, ...own, '/link-proposals?limit=200', '/serial-perpetrators'];
}

/** Where somebody finds a word of a case. */
export async function tracesOf(
  journey: Journey,
  { from, told }: Secret,
  meetingIds: readonly string[],
): Promise<string[]> {
  const { caseId, caseRef, id, form } = told;
  const words = [caseRef, form.victim.familyName, form.perpetrators[0]!.familyName, caseId, id];
  const found: string[] = [];
  for (const path of places(told, journey.people.maracId, meetingIds)) {
    const { status, text } = await journey.ask('GET', path, from);
    // an answer that refuses repeats no word of the question but its own reference
    if (status >= 500 || words.some((word) => text.includes(word))) found.push(`${status} ${path}`);
  }
  return found;
}
