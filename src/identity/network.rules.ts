import { isIPv6 } from 'node:net';

const BLOCKS = 8;
const OF_THE_NETWORK = 4;

/**
 * The network that tries are counted for: an IPv4 address as it is; of IPv6 the first 64 bits, as everybody has the others to
 * choose from (RFC 6177). Mapped IPv4 addresses count as IPv4.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, BLOCKS - before.length - after.length)).fill('0');
  const blocks = [...before, ...middle, ...after].slice(0, OF_THE_NETWORK);
  return `${blocks.map((block) => Number.parseInt(block, 16).toString(16)).join(':')}::/64`;
}
