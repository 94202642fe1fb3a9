import { describe, expect, test } from '@jest/globals';
import { undeclared } from '../../src/platform/http/answers.js';
import { AnyObject, ListOf, Nested, Text } from '../../src/platform/http/fields.js';

class Inner {
  @Text({ about: 'x', max: 10 }) name: string;
}
class Base {
  @Text({ about: 'x', max: 10 }) id: string;
}
class View extends Base {
  @Nested(() => Inner, { about: 'x', optional: true }) one?: Inner;
  @ListOf(() => Inner, { about: 'x' }) many: Inner[];
  @ListOf('text', { about: 'x' }) words: string[];
  @AnyObject({ about: 'x', optional: true }) free?: Record<string, unknown>;
}

describe('what an answer must not hold', () => {
  test.each<[string, object, string[]]>([
    ['a column of the row that was sent by mistake', { id: 'x', sealed: Buffer.from('x') }, ['sealed']],
    ['the same in an object inside', { one: { name: 'x', secret: 'x' } }, ['one.secret']],
    ['the same in a list, named once', { many: [{ name: 'x' }, { secret: 1 }, { secret: 2 }] }, ['many.secret']],
  ])('%s', (_, answer, found) => {
    expect(undeclared(answer, View)).toEqual(found);
    expect(undeclared([answer], View)).toEqual(found);
  });

  test.each<[string, unknown]>([
    ['all that is declared', { id: 'x', one: { name: 'x' }, many: [], words: ['x'], free: { any: { thing: 1 } } }],
    ['less', {}],
    ['nothing', null],
    ['null where an object may be', { one: null }],
    ['undefined, which does not leave', { secret: undefined }],
  ])('and what it may: %s', (_, answer) => expect(undeclared(answer, View)).toEqual([]));
});
