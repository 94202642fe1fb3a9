import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import type { CatalogueQuery } from './actions.dto.js';
import { CATALOGUE, type CatalogueEntry, catalogueOf, type LocalCatalogue } from './catalogue.rules.js';
import { LOCAL_CATALOGUE } from './local-catalogue.js';

/** Actions that conferences agree again and again: everybody's, and what an area added and retired by its rules. */
@Injectable()
export class Catalogues {
  constructor(private readonly maracs: MaracsReader) {}

  /** @throws Problem 404 for a MARAC that is not the reader's; 422 `unknown` for an agency that does not exist */
  async list({ maracId, agencyId }: CatalogueQuery): Promise<CatalogueEntry[]> {
    const entries = maracId ? catalogueOf(await this.readable(maracId)) : [...CATALOGUE];
    if (!agencyId) return entries;
    const agency = await this.maracs.agency(agencyId);
    if (!agency) throw Problem.at('agencyId', 'unknown', 'There is no such agency.');
    return entries.filter(({ agencyKinds }) => agencyKinds.includes(agency.kind));
  }

  /** What the area's rules say of the catalogue today. */
  async of(maracId: string): Promise<LocalCatalogue> {
    return (await this.maracs.rules(maracId, LOCAL_CATALOGUE, todayIn(TIME_ZONE, present()))).rules;
  }

  private async readable(maracId: string): Promise<LocalCatalogue> {
    if (!tx().actor.may('maracs:read', maracId)) throw Problem.notFound();
    return this.of(maracId);
  }
}
