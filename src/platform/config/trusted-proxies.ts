import { isIP } from 'node:net';

/**
 * Reads addresses and CIDR ranges, separated by commas: `10.0.0.4,192.168.7.0/24,fd00::/8`.
 * @throws RangeError that says what is wrong and repeats nothing of it
 */
export function readProxies(text: string): string[] {
  const proxies = text.split(',').map((part) => part.trim());
  if (!proxies.every(isNetwork))
    throw new RangeError('must be addresses or ranges like 10.0.0.0/24, separated by commas');
  return proxies;
}

/** A range without a prefix would let everybody say where they come from. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (family === 4 ? 32 : 128);
}
