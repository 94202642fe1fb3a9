import type { Answer } from './sign-in-scene.js';
import type { People } from './sign-in-people.js';

/** What came of a hostile try. */
export interface Outcome {
  /** it got what it was after: a session that opens something, a deed that was done, or a guess more than is allowed */
  accepted: boolean;
  /** of the last answer */
  status: number;
}

export interface HostileCase {
  name: string;
  run(people: People): Promise<Outcome>;
}

/** Accepted when the answer carries a token that opens more than the door to the second factor. */
export async function tokenOf({ scene }: People, { status, body }: Answer): Promise<Outcome> {
  return { accepted: await scene.opens(body?.token), status };
}

/** Accepted when it was done. */
export function done({ status }: Answer): Outcome {
  return { accepted: status < 300, status };
}
