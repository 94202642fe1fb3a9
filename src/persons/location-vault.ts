import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { Outbox } from '../platform/events/outbox.js';
import { tx } from '../platform/db/transaction.js';
import { Location } from './location.entity.js';
import { LOCATION_ADDED } from './locations.events.js';
import { type LocationKind, type Place, placeText, readPlace } from './place.rules.js';

/** What a row's place is sealed for. */
export const sealedFor = (locationId: string): string => `persons.locations/${locationId}/sealed`;

const PRINTS = 'persons.match_keys';

/** A protected location to be written down. */
export interface NewPlace {
  /** of the row; a new one when absent */
  id?: string;
  personId: string;
  kind: LocationKind;
  place: Place;
  fromOn?: string | null;
}

/** Seals and unseals protected locations. Whether somebody may see one is decided before. */
@Injectable()
export class LocationVault {
  private readonly locations = new Store(Location);

  constructor(
    private readonly ring: KeyRing,
    private readonly outbox: Outbox,
  ) {}

  put({ caseId, maracId }: Pick<OpenCase, 'caseId' | 'maracId'>, { id = newId(), ...given }: NewPlace): string {
    const { personId, kind, place, fromOn = null } = given;
    const { actor } = tx();
    const sealed = this.ring.seal(placeText(place), sealedFor(id));
    const about = { id, personId, caseId, maracId, kind, sealed };
    this.locations.insert({ ...about, fromOn, untilOn: null, recordedBy: `${actor.kind}:${actor.id}` });
    this.outbox.publish({ name: LOCATION_ADDED, ids: { locationId: id, caseId, maracId } });
    return id;
  }

  /** @throws SealRefused when it was altered, or its key is gone */
  open({ id, sealed }: Pick<Location, 'id' | 'sealed'>): Place {
    return readPlace(this.ring.unseal(sealed, sealedFor(id)));
  }

  /** What is kept of a protected fact to find it again: without the key nobody can try out what it was. */
  print = (fact: string): Buffer[] => [this.ring.fingerprint(fact, PRINTS)];

  /** The same under every key that is still in use: for looking up. */
  prints = (fact: string): Buffer[] => this.ring.fingerprints(fact, PRINTS);
}
