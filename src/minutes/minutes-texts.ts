import { Injectable } from '@nestjs/common';
import { FreeText, PROTECTED_ADDRESS } from '../persons/free-text.service.js';
import { type FieldProblem, Problem } from '../platform/http/problem.js';
import type { Part } from './assembly.rules.js';

/** No text of minutes gives a protected place away, whenever it became protected. */
@Injectable()
export class MinutesTexts {
  constructor(private readonly freeText: FreeText) {}

  /** @throws Problem 422 `protected-address-in-text` that names each case whose record is to be mended first */
  async check(parts: readonly Part[]): Promise<void> {
    const errors: FieldProblem[] = [];
    for (const { agendaItemId, caseId, content } of parts)
      if (await this.givesAway(caseId, spoken(JSON.parse(content)).join('\n')))
        errors.push({
          pointer: `/agenda-items/${agendaItemId}`,
          code: PROTECTED_ADDRESS,
          detail: 'What was minuted of this case gives a protected address away. Mend its record first.',
        });
    if (errors.length > 0)
      throw new Problem(422, PROTECTED_ADDRESS, 'The minutes give a protected address away.', errors);
  }

  /** A reason that goes out with the minutes of a meeting, held against every case of it. @throws Problem 422 at /reason */
  async checkReason(parts: readonly Pick<Part, 'caseId'>[], reason: string): Promise<void> {
    for (const caseId of new Set(parts.map((part) => part.caseId)))
      await this.freeText.check(caseId, { '/reason': reason });
  }

  private async givesAway(caseId: string, text: string): Promise<boolean> {
    try {
      await this.freeText.check(caseId, { '/text': text });
      return false;
    } catch (error) {
      if (error instanceof Problem && error.errors.some(({ code }) => code === PROTECTED_ADDRESS)) return true;
      throw error;
    }
  }
}

/** Every text in a part. */
function spoken(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(spoken) : [];
}
