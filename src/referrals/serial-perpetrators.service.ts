import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { SERIAL_RULES } from '../flags/serial-section.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { isId } from '../platform/db/ids.js';
import type { Page } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { addMonths, todayIn } from '../platform/values/dates.js';
import { AreaRules } from './area-rules.service.js';
import type { SerialPerpetratorView, SerialQuery } from './serial-perpetrators.dto.js';
import { serialAsker, serialPerpetrators } from './serial-perpetrators.queries.js';
import { countedStatuses, mayKnowSerial } from './serial-perpetrators.rules.js';

/** People who abuse one victim after another, for those who pursue them. */
@Injectable()
export class SerialPerpetrators {
  constructor(
    private readonly audit: Audit,
    private readonly area: AreaRules,
    private readonly maracs: MaracsReader,
  ) {}

  /**
   * By the area's rule in force today, counted back from today. Each case that is named is on record as found.
   * @throws Problem 403 for whoever may not know in this MARAC, one that does not exist too; 422 `not-a-place`
   */
  async list({ marac, after, limit }: SerialQuery): Promise<Page<SerialPerpetratorView>> {
    const asker = await serialAsker(marac);
    if (!asker || !mayKnowSerial(asker)) throw Problem.notAllowed();
    if (after !== undefined && !isId(after)) {
      throw new Problem(422, 'invalid-input', 'The input was not accepted.', [
        { pointer: 'after', code: 'not-a-place', detail: 'Give what the page before called next.' },
      ]);
    }
    const today = todayIn(TIME_ZONE, new Date());
    const { rules } = await this.maracs.rules(marac, SERIAL_RULES, today);
    const { repeat } = await this.area.on(marac, today);
    const items = await serialPerpetrators({
      maracId: marac,
      statuses: countedStatuses(repeat),
      from: addMonths(today, -rules.withinMonths),
      victims: rules.victims,
      after: after ?? null,
      limit,
    });
    this.record(marac, items);
    return { items, next: items.length < limit ? null : (items.at(-1)?.personRef ?? null) };
  }

  private record(maracId: string, items: readonly SerialPerpetratorView[]): void {
    this.audit.record({ action: 'serial-perpetrators.listed', subject: { kind: 'marac', id: maracId }, maracId });
    const labels = ['IDENTITY', 'PERPETRATOR'];
    for (const id of new Set(items.flatMap(({ cases }) => cases.map(({ caseId }) => caseId))))
      this.audit.record({ action: 'case.found', subject: { kind: 'case', id }, maracId, labels });
  }
}
