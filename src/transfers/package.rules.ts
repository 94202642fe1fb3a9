import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson, type Plain } from '../platform/crypto/canonical-json.js';

/** What the old area chooses from, besides the kinds of information of the case itself. */
export const CHOSEN_PARTS = ['HEARINGS', 'ACTIONS', 'ASSESSMENTS', 'ANSWERS', 'FLAGS'] as const;
export type ChosenPart = (typeof CHOSEN_PARTS)[number];
/** What others shared with a meeting goes along piece by piece, as each agency agreed. */
export const PARTS = [...CHOSEN_PARTS, 'SHARED_INFORMATION'] as const;
export type PackagePart = (typeof PARTS)[number];

/** What goes along when nothing is chosen: earlier hearings and action plans (MARAC-to-MARAC guidance), and not each answer of a form. */
export const USUAL_PARTS: readonly ChosenPart[] = ['HEARINGS', 'ACTIONS', 'ASSESSMENTS', 'FLAGS'];

/** What an agency said under these stays with those who heard it. */
const STAYS = ['POLICE_INTEL', 'LEGAL_PRIVILEGE', 'HBA_RESTRICTED'];
export const mayPassOn = (caveats: readonly string[]): boolean => !caveats.some((caveat) => STAYS.includes(caveat));

/** A package as it is signed. Where to is no part of it: whoever reads it in the old area could try every area against the signature. */
export interface Package {
  transferId: string;
  fromMaracId: string;
  caseId: string;
  kind: string;
  reason: string;
  labels: readonly string[];
  alreadyHeard: boolean;
  agreedBecause: string | null;
  parts: Readonly<Partial<Record<PackagePart, Plain>>>;
}

const FORMAT = 'marac-transfer/1';

/** What is signed: the format, a line end, and the canonical form. The format keeps the signature from passing for one of another thing. */
export function signedText(made: Package): string {
  return `${FORMAT}\n${canonicalJson({ format: FORMAT, ...made } as unknown as Plain)}`;
}

export function signPackage(made: Package, key: KeyObject): Buffer {
  return sign(null, Buffer.from(signedText(made)), key);
}

/** True when one of the keys signed exactly this package. */
export function isSigned(made: Package, signature: Buffer, keys: readonly KeyObject[]): boolean {
  const text = Buffer.from(signedText(made));
  return keys.some((key) => verify(null, text, key.type === 'private' ? createPublicKey(key) : key, signature));
}
