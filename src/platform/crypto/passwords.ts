import { hash, verify } from '@node-rs/argon2';

/** argon2id at OWASP's first choice: 19 MiB, two passes, one lane (about 30 ms here). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The same text typed on different devices arrives composed or decomposed: NIST SP 800-63B-4, 3.1.1.2. */
const normalised = (password: string) => password.normalize('NFKC');

export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), COST);
}

let decoy: Promise<string> | undefined;

/** True when the password fits. Without a hash it works as long as with one, so that time does not tell who has an account. */
export async function passwordFits(hashed: string | null | undefined, password: string): Promise<boolean> {
  const instead = await (decoy ??= hashPassword('nobody signs in with this')); // whoever comes first waits for it
  const fits = await verify(hashed ?? instead, normalised(password));
  return fits && Boolean(hashed);
}
