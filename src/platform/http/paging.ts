import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Text, Whole } from './fields.js';

/** `?after=&limit=` of every list. Extend it with the list's own filters. */
export class Paging {
  @Text({ max: 500, optional: true, about: 'Continue after this: `next` of the page before.' })
  after?: string;

  @Whole({ min: 1, max: 200, default: 50, optional: true, about: 'How many items at most.' })
  limit: number = 50;
}

/** One page of a list. `next` is given back as `after` for the page that follows; null on the last. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/**
 * A page of rows that were read with `limit`, ordered by id. A full page may turn out to be the last one: the next is then empty.
 */
export function pageOf<T extends { id: string }>(items: T[], limit: number): Page<T> {
  return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

/** The view class of a page of `Item`, for `@ApiOkResponse({ type: PageOf(ItemView) })`. */
export function PageOf<T>(Item: Type<T>): Type<Page<T>> {
  class PageView implements Page<T> {
    @ApiProperty({ type: () => Item, isArray: true })
    items: T[];

    @ApiProperty({
      type: String,
      nullable: true,
      description: 'Give this as `after` to get the next page; null on the last.',
    })
    next: string | null;
  }
  Object.defineProperty(PageView, 'name', { value: `${Item.name}Page` });
  return PageView;
}
