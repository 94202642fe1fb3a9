import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { mayBeReached } from './address.rules.js';

const RESOLVE_MS = 3_000;

/** A host that may not be sent to, or has no address. */
export class Unreachable extends Error {
  readonly messageIsSafe = true;

  constructor(readonly code: 'private-address' | 'host-not-found') {
    super(code);
    this.name = 'Unreachable';
  }
}

type Answer = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;
/** How names become addresses: the system's resolver. */
export type Resolve = (host: string, options: { all: true; verbatim: true }, answer: Answer) => void;

/**
 * A look-up for sockets that yields addresses of the public internet alone, all of them checked: the address that was checked is the
 * one that is connected to, so a name that points elsewhere a moment later gains nothing.
 */
export function checkedLookup(toLoopback: boolean, resolve: Resolve = lookup): LookupFunction {
  return (host: string, options: LookupOptions, done) => {
    resolve(host, { all: true, verbatim: true }, (error, addresses) => {
      if (error || addresses.length === 0) return done(new Unreachable('host-not-found'), '');
      if (!addresses.every(({ address }) => mayBeReached(address, toLoopback)))
        return done(new Unreachable('private-address'), '');
      if (options.all) return done(null, addresses);
      const [first] = addresses;
      done(null, first!.address, first!.family);
    });
  };
}

/** Looks a host up and checks it now, for whoever enters an address. @throws Unreachable */
export async function assertPublic(host: string, toLoopback: boolean): Promise<void> {
  if (isIP(host) !== 0) {
    if (!mayBeReached(host, toLoopback)) throw new Unreachable('private-address');
    return;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unreachable('host-not-found')), RESOLVE_MS);
  });
  const found = new Promise<void>((resolve, reject) => {
    checkedLookup(toLoopback)(host, { all: true }, (error) => (error ? reject(error) : resolve()));
  });
  await Promise.race([found, late]).finally(() => clearTimeout(timer));
}
