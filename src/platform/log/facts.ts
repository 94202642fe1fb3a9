/** Everything a log line may hold besides level, time and event code. A new kind of fact is a decision made here, not at the call. */
export interface Facts {
  /** UUID of the request, as given to the caller in `x-request-reference` */
  reference?: string;
  method?: string;
  /** the pattern (`/api/v1/cases/:id`), never the address that was asked for */
  route?: string;
  status?: number;
  /** stable code of a refusal or outcome */
  code?: string;
  durationMs?: number;
  actorKind?: string;
  /** user id, or the name of a job or command */
  actor?: string;
  /** id of the thing concerned */
  id?: string;
  /** name of a queue, job, subscriber, migration */
  name?: string;
  count?: number;
  attempt?: number;
  port?: number;
}

const isWholeOrDecimal = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Lower case, so that a person's name or a postcode written the usual way cannot pass for a code. */
const CODE = /^[a-z][a-z0-9]*(?:[-._:][a-z0-9]+)*$/;
const isCode = (value: unknown) => typeof value === 'string' && value.length <= 64 && CODE.test(value);
const isId = matches(UUID);

const ALLOWED: Record<keyof Facts, (value: unknown) => boolean> = {
  reference: isId,
  method: matches(/^[A-Z]{3,10}$/),
  route: matches(/^\/[\w/:.*{}-]{0,199}$|^unmatched$/),
  status: isWholeOrDecimal,
  code: isCode,
  durationMs: isWholeOrDecimal,
  actorKind: isCode,
  actor: (value) => isId(value) || isCode(value),
  id: isId,
  name: isCode,
  count: isWholeOrDecimal,
  attempt: isWholeOrDecimal,
  port: isWholeOrDecimal,
};

/** True for a log event's code, for instance `http.answered`. */
export function isEventCode(text: unknown): boolean {
  return isCode(text);
}

/** The facts that may be written; `withheld` counts those that may not, so that a mistake shows without showing what it held. */
export function allowed(facts: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let withheld = 0;
  for (const [key, value] of Object.entries(facts)) {
    if (value === undefined || value === null) continue;
    const rule = Object.hasOwn(ALLOWED, key) ? ALLOWED[key as keyof Facts] : undefined;
    if (rule?.(value)) kept[key] = value;
    else withheld++;
  }
  if (withheld > 0) kept['withheld'] = withheld;
  return kept;
}
