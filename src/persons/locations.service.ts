import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { withheldOf } from '../access/redact.rules.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { normalisePostcode } from '../platform/values/postcode.js';
import { FreeText } from './free-text.service.js';
import { LocationVault } from './location-vault.js';
import { LocationsReader } from './locations.reader.js';
import type { LocationEnding, LocationsView, NewLocation, RecordedLocation } from './locations.http.js'; // prettier-ignore
import { endLocation, locationById, type LocationRow, type Resident, residentOf } from './locations.queries.js';
import { protectedKeys } from './matching.rules.js';
import { isLivedAt, type Place } from './place.rules.js';
import { addKeys } from './persons.queries.js';

@Injectable()
export class LocationsService {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly vault: LocationVault,
    private readonly reader: LocationsReader,
    private readonly freeText: FreeText,
    private readonly uow: UnitOfWork,
  ) {}

  /** Where the victim and the children are safe, for who was given LOCATION_SAFE and proved a second factor just now. */
  async list(caseId: string): Promise<LocationsView> {
    const open = await this.access.open(caseId, 'read-case');
    const withheld = withheldOf({ locations: 'LOCATION_SAFE' }, open);
    if (withheld.length > 0) return { caseId, withheld };
    return { caseId, locations: await this.reader.shown(open), withheld };
  }

  /**
   * Records where somebody is safe. It needs no second factor: whoever had to wait would write it elsewhere. Answers which texts
   * of the case hold the place already.
   * @throws Problem 404 hidden; 403 `not-allowed`, `second-factor-needed` (to replace one); 422 `required`, `unknown`
   */
  async add(caseId: string, input: NewLocation): Promise<RecordedLocation> {
    const open = await this.mayRecord(caseId);
    const place = placeOf(input);
    const person = await residentOf(open, input.personId ?? null);
    if (!person) throw Problem.at('/personId', 'unknown', 'The case has no such victim or child.');
    if (input.replaces) await this.replace(open, input.replaces);
    const { kind, fromOn = null } = input;
    const id = newId();
    this.vault.put(open, { id, personId: person.id, kind, place, fromOn });
    if (isLivedAt(kind)) await this.findableAt(person, place);
    this.record('location.added', open, id, kind);
    const alsoIn = await this.freeText.alsoIn(caseId, place);
    return { id, personId: person.id, kind, fromOn, untilOn: null, version: 1, alsoIn };
  }

  /** It goes on no longer; it stays protected. @throws Problem 403 `second-factor-needed`, 404, 409 `already-ended`, 412 stale */
  async end(
    caseId: string,
    locationId: string,
    version: number,
    { untilOn }: LocationEnding,
  ): Promise<RecordedLocation> {
    const open = await this.mayRecord(caseId);
    const found = await this.found(open, locationId);
    if (!found) throw Problem.notFound();
    if (version !== found.version) throw new StaleVersion();
    const day = untilOn ?? todayIn(TIME_ZONE, present());
    if (found.fromOn && day < found.fromOn) throw Problem.at('/untilOn', 'before-it-began', 'It began later.');
    await this.close(open, found, day);
    const { id, personId, kind, fromOn } = found;
    return { id, personId, kind, fromOn, untilOn: day, version: version + 1, alsoIn: [] };
  }

  private async mayRecord(caseId: string): Promise<OpenCase> {
    const open = await this.access.open(caseId, 'read-case');
    const shared = open.why('LOCATION_SAFE') !== 'NOT_SHARED';
    if (!shared || !tx().actor.may('locations:record', open.maracId)) throw Problem.notAllowed();
    return open;
  }

  private async replace(open: OpenCase, locationId: string): Promise<void> {
    const found = await this.found(open, locationId);
    if (!found) throw Problem.at('/replaces', 'unknown', 'The case has no such location.');
    await this.close(open, found, todayIn(TIME_ZONE, present()));
  }

  /** To change a location is to have seen it. */
  private async found(open: OpenCase, locationId: string): Promise<LocationRow | undefined> {
    if (!open.shows('LOCATION_SAFE')) throw new Problem(403, 'second-factor-needed', 'Prove your second factor first.');
    return locationById(open, locationId);
  }

  private async close(open: OpenCase, { id, version, untilOn, fromOn, kind }: LocationRow, day: string): Promise<void> {
    if (untilOn) throw Problem.conflict('already-ended', 'This location ended before.');
    const { actor } = tx();
    const last = fromOn && fromOn > day ? fromOn : day;
    if ((await endLocation(id, version, last, `${actor.kind}:${actor.id}`)) === 0) throw new StaleVersion();
    this.record('location.ended', open, id, kind);
  }

  /** A later referral from there finds the person again. */
  private async findableAt(person: Resident, { postcode }: Place): Promise<void> {
    const keys = protectedKeys(person, postcode, this.vault.print);
    if (keys.length > 0) await this.uow.elevated(async () => addKeys(person.id, keys));
  }

  private record(action: string, { maracId }: OpenCase, id: string, code: string): void {
    const subject = { kind: 'location', id };
    this.audit.record({ action, subject, maracId, labels: ['LOCATION_SAFE'], code });
  }
}

function placeOf({ name = '', address = '', postcode = '', phone = '' }: NewLocation): Place {
  if (!name && !address && !postcode && !phone) {
    throw Problem.at('/address', 'required', 'Say where it is: a name, an address, a postcode or a telephone.');
  }
  return { name, address, postcode: normalisePostcode(postcode) ?? postcode, phone };
}
