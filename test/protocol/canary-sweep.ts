import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { canariesIn, type Kind } from './canary-words.js';
import type { Scene, Walker } from './canary-scene.js';

interface Route {
  method: string;
  path: string;
}

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as OpenAPIObject;
export const ROUTES: Route[] = Object.entries(paths).flatMap(([path, item]) =>
  Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
);

/** Ends what the walk goes on with, without any input that could be refused. */
const LEFT_OUT = new Set([
  ...['DELETE /api/v1/sessions', 'DELETE /api/v1/sessions/current', 'DELETE /api/v1/break-glass/{id}'],
  'POST /api/v1/sessions/current/meeting-mode',
]);

const QUERIES: Record<string, (ids: Scene['ids']) => string> = {
  '/api/v1/meetings/unlisted': (ids) => `?marac=${ids['maracs']}`,
  '/api/v1/actions': () => '?limit=200',
  '/api/v1/intake': (ids) => `?marac=${ids['maracs']}&limit=200`,
  '/api/v1/flags/lapses': () => '?month=2026-11',
  '/api/v1/serial-perpetrators': (ids) => `?marac=${ids['maracs']}`,
  '/api/v1/conflicts': (ids) => `?marac=${ids['maracs']}&limit=200`,
  '/api/v1/audit/events': () => '?limit=200',
};

interface Sent {
  what?: string;
  body?: string;
  headers?: Record<string, string>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const WRONG = { reason: ['Quillhaven'], text: { Quillhaven: 1 }, maracId: 'Quillhaven', caseId: 'NB7 7ZQ' };

/** What is sent to be refused: each of it repeats a planted word, which no refusal may say back. */
const REFUSED: readonly Sent[] = [
  { what: 'broken JSON', body: '{"familyName":"Quillhaven', headers: JSON_TYPE },
  { what: 'an unknown property', body: '{"quillhaven":"Quillhaven","family_name":"Quillhaven"}', headers: JSON_TYPE },
  { what: 'another type', body: 'a=Quillhaven', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { what: 'wrong values', body: JSON.stringify(WRONG), headers: { ...JSON_TYPE, 'if-match': '"Quillhaven"' } },
];

type Ask = (path: string, init: RequestInit) => Promise<Response>;

/** Walks every route as everybody, by ways that succeed and by ways that are refused, and looks into whatever comes back. */
export class CanarySweep {
  requests = 0;
  /** words where they must not be */
  readonly leaks: string[] = [];
  /** kinds that were shown to those who may know, by their name */
  readonly shown = new Map<string, Set<Kind>>();
  /** what was sent to be refused, and was not */
  readonly accepted = new Set<string>();
  /** answers by status */
  readonly statuses = new Map<number, number>();
  private turn = 0;

  constructor(
    private readonly ask: Ask,
    private readonly ids: Scene['ids'],
    private readonly questions: Record<string, object>,
    /** of the wrong ways, everybody takes each second one, and the next person the others */
    private readonly shortened = false,
  ) {}

  async walk(walker: Walker): Promise<void> {
    const turn = this.turn++;
    const wrong = REFUSED.filter((_, i) => !this.shortened || i % 2 === turn % 2);
    for (const route of ROUTES) {
      if (route.method === 'GET') await this.reads(walker, route);
      else if (!LEFT_OUT.has(`${route.method} ${route.path}`)) await this.refusals(walker, route, wrong);
      const question = this.questions[route.path];
      if (question && route.method === 'POST')
        await this.send(walker, route, this.address(route.path), {
          body: JSON.stringify(question),
          headers: JSON_TYPE,
        });
    }
  }

  private async reads(walker: Walker, { path }: Route): Promise<void> {
    const route = { method: 'GET', path };
    const address = this.address(path);
    const odd = await this.send(walker, route, `${address}?quill=Quillhaven&limit=Quillhaven&after=Quillhaven`);
    if (isShut(odd)) return;
    await this.send(walker, route, `${address}${QUERIES[path]?.(this.ids) ?? ''}`);
    await this.send(walker, route, address, { headers: { accept: 'image/png' } });
    if (path.includes('{')) await this.send(walker, route, path.replaceAll(/\{\w+\}/g, 'Quillhaven'));
    if (path.includes('{')) await this.send(walker, route, path.replaceAll(/\{\w+\}/g, this.ids['none']!));
  }

  private async refusals(walker: Walker, route: Route, wrong: readonly Sent[]): Promise<void> {
    for (const sent of wrong) if (isShut(await this.send(walker, route, this.address(route.path), sent))) return;
    const nothing = route.path.replaceAll(/\{\w+\}/g, this.ids['none']!);
    if (route.path.includes('{')) await this.send(walker, route, nothing, { headers: { 'if-match': '"1"' } });
  }

  /** The path with the ids of the case that is planted. */
  private address(path: string): string {
    const room = path.split('/')[3] ?? '';
    let first = true;
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const id = this.ids[first ? room : name] ?? this.ids['none']!;
      first = false;
      return id;
    });
  }

  private async send(walker: Walker, route: Route, address: string, sent: Sent = {}): Promise<number> {
    const { name, as, may } = walker;
    const headers = { ...(as && { authorization: `Bearer ${as.token}` }), ...sent.headers };
    const answer = await this.ask(address, { method: route.method, body: sent.body, headers, redirect: 'manual' });
    const said = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`;
    if (sent.what && answer.status < 300) this.accepted.add(`${route.method} ${route.path} ${sent.what}`);
    this.requests++;
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    for (const [word, kind] of canariesIn(said)) {
      if (answer.status < 300 && may.includes(kind))
        this.shown.set(name, (this.shown.get(name) ?? new Set()).add(kind));
      else this.leaks.push(`${name}: ${route.method} ${route.path} ${sent.what ?? ''} ${answer.status} says ${word}`);
    }
    return answer.status;
  }
}

/** Refused at the gate, which comes before anything of a request is read: nothing else that is sent would make a difference. */
const isShut = (status: number) => status === 401 || status === 403;
