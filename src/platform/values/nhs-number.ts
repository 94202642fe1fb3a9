/**
 * An NHS number as ten digits, or null. The tenth digit checks the first nine (weights 10 to 2, modulus 11; NHS Data
 * Dictionary, "NHS number"). One digit repeated ten times passes the check but is a filler, and is refused.
 */
export function normaliseNhsNumber(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s-]+/g, '');
  if (!/^\d{10}$/.test(digits) || /^(\d)\1+$/.test(digits)) return null;
  let sum = 0;
  for (let place = 0; place < 9; place++) sum += Number(digits[place]) * (10 - place);
  // A check of 10 is never issued, and cannot equal a single digit.
  const check = (11 - (sum % 11)) % 11;
  return check === Number(digits[9]) ? digits : null;
}

export function isNhsNumber(text: string): boolean {
  return normaliseNhsNumber(text) !== null;
}

/** For people to read: `999 000 0018`. */
export function formatNhsNumber(nhsNumber: string): string {
  return `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`;
}
