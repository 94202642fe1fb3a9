import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { getMetadataArgsStorage } from 'typeorm';
import { answerTypeOf, undeclared } from '../../src/platform/http/answers.js';
import { CaseListView } from '../../src/meetings/case-list.dto.js';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase } from '../support/full-case.js';

/** Nothing leaves but views: every route says what it answers with, and no entity is among it. */
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

const FIELDS = 'swagger/apiModelPropertiesArray';
const VERBS = /@(Get|Post|Put|Patch|Delete)\(/;
/** Handlers whose answer is no JSON object of ours. */
const NO_BODY = /: (Promise<)?(void|string|Buffer)|@HttpCode\(204\)|@ApiNoContentResponse|@ApiFoundResponse|@Redirect/;

test('every route declares its answer, each a class of fields and none an entity', () => {
  const entities = new Set<unknown>(getMetadataArgsStorage().tables.map(({ target }) => target));
  const silent: string[] = [];
  const wrong: string[] = [];
  for (const module of app.app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const prototype = (metatype as { prototype: Record<string, object> }).prototype;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name]!;
        if (name === 'constructor' || !Reflect.hasMetadata('path', handler)) continue;
        const type = answerTypeOf(handler);
        const where = `${(metatype as { name: string }).name}.${name}`;
        if (!type) silent.push(where);
        else if (entities.has(type) || !Reflect.hasMetadata(FIELDS, type.prototype as object)) wrong.push(where);
      }
    }
  }
  expect(wrong).toEqual([]);
  const source = controllerSources();
  expect(silent.filter((where) => !NO_BODY.test(handlerText(source, where)))).toEqual([]);
});

test('no controller knows an entity', () => {
  const knowing = Object.entries(controllerSources()).filter(([, text]) =>
    /from '[^']*\.(entity|store)\.js'/.test(text),
  );
  expect(knowing.map(([file]) => file)).toEqual([]);
});

test('what the database writes as JSON itself holds what its view declares', async () => {
  const world = await app.world();
  const { meetingId } = await fullCase(app, world);
  for (const as of [world.coordinator, world.housing, world.idva]) {
    await app.request('POST', `/meetings/${meetingId}/declarations`, { as, body: { statementVersion: 1 } });
    const { body } = await app.request('GET', `/meetings/${meetingId}/case-list`, { as });
    expect(body.items).toHaveLength(1);
    expect(undeclared(body, CaseListView)).toEqual([]);
  }
});

function controllerSources(): Record<string, string> {
  const files = fs.readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.controller.ts')); // prettier-ignore
  return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join('src', file), 'utf8')]));
}

/** From the verb's decorator to the body of the handler. */
function handlerText(sources: Record<string, string>, where: string): string {
  const [controller = '', method = ''] = where.split('.');
  const text = Object.values(sources).find((one) => one.includes(`class ${controller} `) || one.includes(`class ${controller}{`)) ?? ''; // prettier-ignore
  const at = text.search(new RegExp(`^  (?:async )?${method}\\(`, 'm'));
  const before = text.slice(0, at).split('\n\n').at(-1) ?? '';
  return VERBS.test(before) ? before + text.slice(at, text.indexOf(' {', at)) : '';
}
