/**
 * The list for a reader from whom some of its cases are hidden: places are counted among those shown, so that no number is missing.
 * Times stand as they are, since people go by them.
 */
export function withoutGaps(body: string): string {
  const list = JSON.parse(body) as { items: { position: number }[] };
  return JSON.stringify({ ...list, items: list.items.map((item, i) => ({ ...item, position: i + 1 })) });
}
