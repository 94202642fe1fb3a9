import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { Label } from '../access/labels.js';
import { redact } from '../access/redact.rules.js';
import { Audit } from '../audit/audit.service.js';
import { Problem } from '../platform/http/problem.js';
import type { PersonRecordView } from './details.dto.js';
import { describedPerson, detailsOf, involvementOf, relationshipsOf } from './details.queries.js';
import { contactLabelOf } from './details.rules.js';
import { detailViews, PARTY } from './person-record.rules.js';
import { peopleAmong } from './search.queries.js';
import { foundPerson } from './search.service.js';

/** A person as one case describes them, with what was added since, to whom they are related, and where else they stand. */
@Injectable()
export class PersonRecords {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
  ) {}

  /** A record of a person, by way of its case. @throws Problem 404 alike for one that is hidden and one that never was */
  async byId(personId: string): Promise<PersonRecordView> {
    const person = await describedPerson(personId);
    if (!person) throw Problem.notFound();
    const open = await this.access.open(person.caseId, 'read-case');
    const [row] = await peopleAmong([personId]);
    if (!row) throw Problem.notFound();
    const contact = contactLabelOf(person.label);
    const kinds = { addresses: contact, phones: contact, healthNumbers: 'HEALTH', propertyNumbers: contact } as const;
    const labels = [...new Set<Label>([person.label, contact, 'HEALTH'])].filter((label) => open.shows(label));
    this.audit.record({ action: 'person.shown', subject: { kind: 'person', id: personId }, maracId: open.maracId, labels }); // prettier-ignore
    const whole = {
      ...foundPerson(row),
      expectedOn: person.expectedOn,
      ...detailViews(await detailsOf(personId)),
      relationships: (await relationshipsOf(personId)).map(({ label, otherLabel, ...related }) => {
        return { ...related, party: PARTY[label], otherParty: PARTY[otherLabel] };
      }),
      involvement: await this.involvement(personId, person.caseId),
    };
    return redact(whole, kinds, open);
  }

  /** Row-level security leaves out every case, and every record, of which the reader must not know. */
  private async involvement(personId: string, own: string): Promise<PersonRecordView['involvement']> {
    const rows = await involvementOf(personId);
    for (const { caseId, maracId, labels } of rows.filter((row) => row.caseId !== own))
      this.audit.record({ action: 'case.found', subject: { kind: 'case', id: caseId }, maracId, labels });
    return rows.map(({ labels, ...row }) => ({ ...row, parties: labels.map((label) => PARTY[label]) }));
  }
}
