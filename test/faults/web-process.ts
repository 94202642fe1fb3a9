import { freePort } from '../../src/platform/embedded/free-port.js';
import { Child, program } from '../bench/child.js';
import type { AlertHouse } from './alert-house.js';

/** The web process on a house, ready to serve. */
export async function startApi(
  house: AlertHouse,
  env: Record<string, string> = {},
): Promise<{ api: Child; url: string }> {
  const port = await freePort();
  const api = Child.start(program('src/main.js'), [], { ...house.env, ...env, LOG_LEVEL: 'fatal', PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  await api.answers(`${url}/health/ready`, performance.now(), 120_000);
  return { api, url };
}
