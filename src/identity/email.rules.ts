/**
 * An address as it is compared and counted: compatibility forms folded together (NFKC), lower case. What merely looks like an
 * address therefore counts as a try at the one it resembles most.
 */
export function foldedAddress(address: string): string {
  return address.normalize('NFKC').trim().toLowerCase();
}

/**
 * The address in lower case, or null for one with anything but ASCII in it: letters of other alphabets pass for Latin ones
 * (Unicode TR 39), so neither somebody's account nor their sign-in may be spelt with them.
 */
export function plainAddress(address: string): string | null {
  return /^[\x21-\x7e]+$/.test(address) ? foldedAddress(address) : null;
}
