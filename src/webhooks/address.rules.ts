import ipaddr from 'ipaddr.js';

export type AddressRefusal = 'not-a-url' | 'not-https' | 'url-credentials' | 'url-fragment' | 'private-address';

/**
 * What is wrong with an address to send to, before anything is looked up; undefined when nothing is. The parser writes numbers in
 * disguise (0x7f.1, 2130706433) as the addresses that they are.
 * @param toLoopback a receiver on this machine over plain HTTP will do: in tests alone
 */
export function refusalOf(text: string, toLoopback: boolean): AddressRefusal | undefined {
  if (!URL.canParse(text)) return 'not-a-url';
  const url = new URL(text);
  const inTest = toLoopback && url.protocol === 'http:';
  if (url.protocol !== 'https:' && !inTest) return 'not-https';
  if (url.username !== '' || url.password !== '') return 'url-credentials';
  if (url.hash !== '') return 'url-fragment';
  const host = bareHost(url);
  return ipaddr.isValid(host) && !mayBeReached(host, toLoopback) ? 'private-address' : undefined;
}

/** Host of a URL as a resolver and a socket take it: without the brackets of IPv6. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * True for an address of the public internet. Everything else is refused, known or not: private, loopback, link-local (where clouds
 * keep their metadata), shared by carriers, unique local, multicast, reserved, and IPv6 that carries IPv4 in whatever form.
 */
export function mayBeReached(address: string, toLoopback: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  const range = ipaddr.parse(address).range();
  return range === 'unicast' || (toLoopback && range === 'loopback');
}
