import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { PersonsReader } from '../persons/persons.reader.js';
import { assessmentsOf, latestReferral } from './cases.queries.js';
import type { CaseHistoryView, CaseView } from './cases.dto.js';
import { ReferralsService } from './referrals.service.js';

/** A case as one reader may see it. */
@Injectable()
export class CasesService {
  constructor(
    private readonly access: Access,
    private readonly persons: PersonsReader,
    private readonly referrals: ReferralsService,
  ) {}

  async byId(caseId: string): Promise<CaseView> {
    const open = await this.access.open(caseId, 'read-case');
    const latest = await latestReferral(open);
    const withheld: CaseView['withheld'] = [];
    const unless = (label: 'PERPETRATOR' | 'CHILD' | 'CONTACT', field: string) => {
      if (!open.shows(label)) withheld.push({ field, reason: label });
      return open.shows(label);
    };
    const showsPerpetrators = unless('PERPETRATOR', 'perpetrators');
    const showsChildren = unless('CHILD', 'children');
    const showsSummary = unless('CONTACT', 'summary'); // people write into free text where the victim is
    const ids = latest ? [latest.victimId, ...(showsPerpetrators ? latest.perpetratorIds : [])] : [];
    const people = await this.persons.people(open, ids);
    return {
      id: caseId,
      ref: open.ref,
      maracId: open.maracId,
      victim: people.find((person) => person.id === latest?.victimId) ?? null,
      perpetrators: people.filter((person) => person.id !== latest?.victimId),
      children: showsChildren ? (latest?.children ?? null) : null,
      summary: showsSummary ? (latest?.summary ?? null) : null,
      flaggedUntil: latest?.flaggedUntil ?? null,
      labels: open.labels,
      withheld,
    };
  }

  /** Earlier referrals and assessments of the same case. */
  async history(caseId: string): Promise<CaseHistoryView> {
    const open = await this.access.open(caseId, 'read-case');
    return { caseId, referrals: await this.referrals.ofCase(open), assessments: await assessmentsOf(open) };
  }
}
