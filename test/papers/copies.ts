import { circulate, choose, cycle, dayComes, declare, type ListedCase } from '../research/cycle.js';
import { readPdf, type ReadPdf } from '../support/pdf-text.js';
import type { TestApp } from '../support/app.js';
import type { TestUser, World } from '../support/world.js';

export interface Handed {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  bytes: Buffer;
  /** of the refusal, when it is one */
  code?: string;
}

/** Asks for a copy of a meeting's papers. */
export async function ask(app: TestApp, meetingId: string, as: TestUser): Promise<Handed> {
  const answer = await app.app.inject({
    method: 'POST',
    url: `/api/v1/meetings/${meetingId}/papers`,
    headers: { authorization: `Bearer ${as.token}` },
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  const code = isJson ? (JSON.parse(answer.payload) as { code: string }).code : undefined;
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, ...(code && { code }) };
}

/** A copy, read. @throws Error with the refusal */
export async function copy(app: TestApp, meetingId: string, as: TestUser): Promise<ReadPdf & { bytes: Buffer }> {
  const { status, bytes } = await ask(app, meetingId, as);
  if (status !== 201) throw new Error(`no copy: ${status} ${bytes.toString()}`);
  return { ...(await readPdf(bytes)), bytes };
}

/** A meeting of one case of Housing's, chosen for Housing, Probation and the IDVA service. */
export interface Scene {
  meetingId: string;
  listed: ListedCase;
}

export async function scene(app: TestApp, world: World, planned: Record<string, unknown> = {}): Promise<Scene> {
  const { meetingId, cases } = await cycle(app, world, [world.housing], planned);
  const listed = cases[0]!;
  const { housing, probation, idvaService } = world.agencies;
  await choose(app, listed.itemId, world.coordinator, [housing.id, probation.id, idvaService.id]);
  return { meetingId, listed };
}

/** Its papers are there for those who declared: the list went out, and its day has come. */
export async function ready(
  app: TestApp,
  world: World,
  meetingId: string,
  readers: readonly TestUser[],
): Promise<void> {
  await circulate(app, meetingId, world.coordinator);
  await dayComes(app, meetingId);
  for (const reader of readers) await declare(app, meetingId, reader);
}
