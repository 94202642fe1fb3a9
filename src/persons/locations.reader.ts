import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { LocationVault } from './location-vault.js';
import type { LocationView } from './locations.http.js';
import { type LocationRow, locationsOf, sealedPlace } from './locations.queries.js';
import { isLivedAt, type Place } from './place.rules.js';

/** Protected locations of a case, for readers who may see them now. */
@Injectable()
export class LocationsReader {
  constructor(
    private readonly audit: Audit,
    private readonly vault: LocationVault,
  ) {}

  /** In full, each recorded as shown; none for a reader to whom they are not (the caller says why: `OpenCase.why`). */
  async shown(open: OpenCase): Promise<LocationView[]> {
    if (!open.shows('LOCATION_SAFE')) return [];
    const rows = await locationsOf(open);
    return rows.map((row) => {
      const subject = { kind: 'location', id: row.id };
      this.audit.record({ action: 'location.shown', subject, maracId: open.maracId, labels: ['LOCATION_SAFE'] });
      return this.view(row);
    });
  }

  /** The home of somebody who is kept safe; undefined for a place where nobody lives. For the system, which compares it and tells nobody. */
  async homeOf(locationId: string): Promise<{ personId: string; place: Place } | undefined> {
    const row = await sealedPlace(locationId);
    return row && isLivedAt(row.kind) ? { personId: row.personId, place: this.vault.open(row) } : undefined;
  }

  private view({ clear, sealed, ...about }: LocationRow): LocationView {
    const { name, address, postcode, phone } = sealed ? this.vault.open({ id: about.id, sealed }) : clear!;
    const { id, personId, kind, fromOn, untilOn, version } = about;
    return { id, personId, kind, name, address, postcode, phone, fromOn, untilOn, version };
  }
}
