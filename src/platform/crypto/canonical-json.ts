/** What can be written in one way only: nothing that two programs might write differently. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/**
 * One way to write a value, so that a hash or a signature of it holds whoever writes it: the JSON Canonicalization Scheme (RFC 8785), of
 * which whole numbers alone are taken. Names are sorted by UTF-16 code units; nothing is indented.
 * @throws RangeError for a number that is not whole, and for what is no JSON at all
 */
export function canonicalJson(value: Plain): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('only whole numbers are written');
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new RangeError('this is nothing that could be written');
    return text;
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name]!)}`).join(',')}}`;
}

const isList = (value: object): value is readonly Plain[] => Array.isArray(value);
