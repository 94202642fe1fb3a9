import { Injectable } from '@nestjs/common';
import { FreeText } from '../persons/free-text.service.js';
import { ActionOwners } from './action-owners.service.js';
import type { NewAction } from './actions.http.js';
import { Catalogues } from './catalogues.service.js';
import { described, type Described } from './new-action.js';
import { type Advice, SMELLS, smellsOf } from './smart.rules.js';

/** An action as somebody words it, before it is agreed: completed from the catalogue, and looked through for what would fail it. */
@Injectable()
export class Drafts {
  constructor(
    private readonly catalogues: Catalogues,
    private readonly owners: ActionOwners,
    private readonly freeText: FreeText,
  ) {}

  /**
   * @param asked an agency that is asked names who will do it when it accepts
   * @throws Problem 422 `unknown`, `retired`, `required`, `not-smart`, `protected-address-in-text`, `agency-left`, `not-of-the-agency`, `no-owner`
   */
  async complete(
    { caseId, maracId }: { caseId: string; maracId: string },
    input: NewAction,
    asked: boolean,
  ): Promise<Described> {
    const what = described(input, await this.catalogues.of(maracId));
    const { text, riskAddressed, ownerPost } = input;
    await this.freeText.check(caseId, { '/text': text, '/riskAddressed': riskAddressed, '/ownerPost': ownerPost });
    await (asked ? this.owners.check(maracId, input) : this.owners.checkNamed(maracId, input));
    return what;
  }

  /** What is missing or vague in it, and whether its owner will be able to see it. Refuses nothing. */
  async advice(maracId: string, input: NewAction): Promise<Advice[]> {
    const found = smellsOf(input);
    if (await this.owners.signed(maracId, input.ownerAgencyId)) return found;
    return [{ pointer: '/ownerAgencyId', code: 'not-signed', detail: SMELLS['not-signed'] }, ...found];
  }
}
