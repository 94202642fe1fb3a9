interface Entry {
  withheld: readonly { field: string }[];
  [field: string]: unknown;
}

/** The list without the fields that each case names as withheld: absent, not null. The database left them empty. */
export function withoutWithheld(body: string): string {
  const list = JSON.parse(body) as { items: Entry[] };
  for (const entry of list.items) for (const { field } of entry.withheld) delete entry[field];
  return JSON.stringify(list);
}

/**
 * The list for a reader from whom some of its cases are hidden: places are counted among those shown, so that no number is missing.
 * Times stand as they are, since people go by them. Replaced in the text: written anew, its very spaces would tell the reader that
 * something was left out. (In a value the quotes would be escaped.)
 */
export function withoutGaps(body: string): string {
  let place = 0;
  return body.replace(/"position":\d+/g, () => `"position":${++place}`);
}
