import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { redact } from '../access/redact.rules.js';
import { LocationsReader } from '../persons/locations.reader.js';
import { PersonsReader } from '../persons/persons.reader.js';
import { assessmentsOf, latestReferral } from './cases.queries.js';
import type { CaseHistoryView, CaseView } from './cases.dto.js';
import { ReferralsService } from './referrals.service.js';

/** People write into free text how a victim is reached: so what they wrote is for those who may know. */
const KINDS = {
  perpetrators: 'PERPETRATOR',
  children: 'CHILD',
  childrenKnown: 'CHILD',
  summary: 'CONTACT',
  judgement: 'CONTACT',
  locations: 'LOCATION_SAFE',
} as const;

/** A case as one reader may see it. */
@Injectable()
export class CasesService {
  constructor(
    private readonly access: Access,
    private readonly persons: PersonsReader,
    private readonly locations: LocationsReader,
    private readonly referrals: ReferralsService,
  ) {}

  async byId(caseId: string): Promise<CaseView> {
    const open = await this.access.open(caseId, 'read-case');
    const latest = await latestReferral(open);
    const perpetratorIds = open.shows('PERPETRATOR') && latest ? latest.perpetratorIds : [];
    const childIds = open.shows('CHILD') && latest ? latest.childIds : [];
    const ids = latest ? [latest.victimId, ...perpetratorIds, ...childIds] : [];
    const people = await this.persons.people(open, ids);
    const whole = {
      id: caseId,
      ref: open.ref,
      maracId: open.maracId,
      victim: people.find((person) => person.id === latest?.victimId) ?? null,
      perpetrators: people.filter((person) => perpetratorIds.includes(person.id)),
      children: latest?.children ?? null,
      childrenKnown: people.filter((person) => childIds.includes(person.id)),
      summary: latest?.summary ?? null,
      judgement: latest?.judgement ?? null,
      locations: await this.locations.shown(open),
      flaggedUntil: latest?.flaggedUntil ?? null,
      labels: open.labels,
    };
    return redact(whole, KINDS, open);
  }

  /** Earlier referrals and assessments of the same case. */
  async history(caseId: string): Promise<CaseHistoryView> {
    const open = await this.access.open(caseId, 'read-case');
    return { caseId, referrals: await this.referrals.ofCase(open), assessments: await assessmentsOf(open) };
  }
}
