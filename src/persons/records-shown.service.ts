import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { recordsSeen } from './record-links.queries.js';
import type { FoundPersonView } from './search.dto.js';
import { foundPerson } from './search.service.js';

/** Records beside one another, as far as their reader may see them; each one that is shown is on record. */
@Injectable()
export class RecordsShown {
  constructor(private readonly audit: Audit) {}

  /** By id; a record that is hidden from the reader is missing. */
  async of(ids: readonly string[]): Promise<Map<string, FoundPersonView>> {
    const rows = ids.length > 0 ? await recordsSeen([...new Set(ids)]) : [];
    for (const { id, maracId, label } of rows)
      this.audit.record({ action: 'person.found', subject: { kind: 'person', id }, maracId, labels: [label] });
    for (const [id, maracId] of new Map(rows.map((row) => [row.caseId, row.maracId])))
      this.audit.record({ action: 'case.found', subject: { kind: 'case', id }, maracId, labels: ['IDENTITY'] });
    return new Map(rows.map((row) => [row.id, foundPerson(row)]));
  }
}
