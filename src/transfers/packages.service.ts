import { Injectable } from '@nestjs/common';
import { publicBytesOf } from '../audit/signed-note.rules.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { type FieldProblem, Problem } from '../platform/http/problem.js';
import { canonicalJson, type Plain } from '../platform/crypto/canonical-json.js';
import { contentOf, partsOf, snippetsById } from './package.queries.js';
import { isSigned, mayPassOn, type Package, type PackagePart, signPackage, USUAL_PARTS } from './package.rules.js';
import { PackageKeys } from './package-keys.js';
import { Part, type Transfer } from './transfer.entity.js';
import type { NewTransfer } from './transfers.dto.js';

export type Parts = Package['parts'];
/** VALID: exactly what the old area signed. UNSIGNED: offered before packages were signed; it has no parts. */
export type Seal = 'VALID' | 'UNSIGNED' | 'BROKEN';

/** What goes along with a transfer: put together once by the old area, signed, and looked at again whenever it is opened. */
@Injectable()
export class Packages {
  private readonly parts = new Store(Part);

  constructor(
    private readonly keys: PackageKeys,
    private readonly freeText: FreeText,
  ) {}

  /**
   * Collects what was chosen, from what the actor sees. A text in it that gives a protected place away does not go, unless such places
   * go along anyway. @throws Problem 422 `protected-address-in-text`, `unknown`, `not-to-pass-on`, `required`, `not-wanted`
   */
  async collect(caseId: string, input: NewTransfer): Promise<Parts> {
    const { reason, locationsBecause, snippetsAgreed, snippetIds = [], withLocations = false } = input;
    const texts: Record<string, string | undefined> = {
      '/reason': reason,
      '/locationsBecause': locationsBecause,
      '/snippetsAgreed': snippetsAgreed,
    };
    const parts: Partial<Record<PackagePart, Plain>> = {};
    for (const [i, part] of (input.parts ?? USUAL_PARTS).entries()) {
      parts[part] = await contentOf(part, caseId);
      texts[`/parts/${i}`] = wordsIn(parts[part]!);
    }
    if (snippetIds.length > 0 || snippetsAgreed !== undefined) {
      parts.SHARED_INFORMATION = await this.snippets(caseId, [...new Set(snippetIds)], snippetsAgreed);
      texts['/snippetIds'] = wordsIn(parts.SHARED_INFORMATION);
    }
    const always = ['/reason', '/locationsBecause', '/snippetsAgreed'];
    const looked = Object.entries(texts).filter(([at]) => !withLocations || always.includes(at));
    await this.freeText.check(caseId, Object.fromEntries(looked));
    return parts;
  }

  /** Keeps the parts of a transfer. */
  keep({ id: transferId, caseId, maracId }: Pick<Transfer, 'id' | 'caseId' | 'maracId'>, parts: Parts): void {
    for (const [part, content] of Object.entries(parts) as [PackagePart, Plain][])
      this.parts.insert({ id: newId(), transferId, caseId, maracId, part, content: canonicalJson(content) });
  }

  /** The signature of a transfer with these parts. */
  sign(transfer: Unsigned, parts: Parts): Buffer {
    return signPackage(made(transfer, parts), this.keys.signing);
  }

  /** The package of a transfer as it is kept, and whether it is what was signed. */
  async open(transfer: Transfer): Promise<{ document: Package; seal: Seal; signature: Buffer | null }> {
    const rows = await partsOf(transfer.id);
    const parts = Object.fromEntries(rows.map(({ part, content }) => [part, JSON.parse(content) as Plain]));
    const document = made(transfer, parts);
    const { signature } = transfer;
    if (!signature) return { document, seal: rows.length === 0 ? 'UNSIGNED' : 'BROKEN', signature };
    return { document, seal: isSigned(document, signature, this.keys.believed) ? 'VALID' : 'BROKEN', signature };
  }

  /** The key that signs now, for whoever checks a package elsewhere. */
  get publicKey(): string {
    return publicBytesOf(this.keys.signing).toString('base64');
  }

  /** What an agency told a meeting stays its own: it goes on when the agency agreed, and is not of the kind that stays. */
  private async snippets(caseId: string, ids: readonly string[], agreed: string | undefined): Promise<Plain> {
    if (ids.length === 0) throw Problem.at('/snippetsAgreed', 'not-wanted', 'Nothing that was shared goes along.');
    if (!agreed) throw Problem.at('/snippetsAgreed', 'required', 'Say how the agencies that gave it agreed.');
    const rows = await snippetsById(caseId, ids);
    const errors = ids.flatMap((id, i): FieldProblem[] => {
      const pointer = `/snippetIds/${i}`;
      const row = rows.find((one) => one.id === id);
      if (!row) return [{ pointer, code: 'unknown', detail: 'There is no such information about the case.' }];
      if (mayPassOn(row.caveats)) return [];
      return [{ pointer, code: 'not-to-pass-on', detail: 'What was said under this caveat stays with the meeting.' }];
    });
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', errors);
    return rows.map(({ content }) => content);
  }
}

type Unsigned = Omit<Transfer, 'signature' | 'status' | 'offeredBy' | 'listCirculated' | 'locationsBecause'>;

function made(transfer: Unsigned, parts: Parts): Package {
  const { id: transferId, maracId: fromMaracId, caseId, kind, reason, labels, alreadyHeard, agreedBecause } = transfer;
  return { transferId, fromMaracId, caseId, kind, reason, labels, alreadyHeard, agreedBecause, parts };
}

/** All words of a part, wherever they stand. */
function wordsIn(value: Plain): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(wordsIn).join('\n');
}
