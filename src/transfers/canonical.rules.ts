/** What a package is made of: nothing that two programs might write differently. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/**
 * One way to write a value, so that a signature holds whoever writes it: the JSON Canonicalization Scheme (RFC 8785), of which whole
 * numbers alone are taken. Names are sorted by UTF-16 code units; nothing is indented.
 * @throws RangeError for a number that is not whole, and for what is no JSON at all
 */
export function canonical(value: Plain): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('only whole numbers are signed');
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new RangeError('this is nothing that could be signed');
    return text;
  }
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join(',')}}`;
}

const isList = (value: object): value is readonly Plain[] => Array.isArray(value);
