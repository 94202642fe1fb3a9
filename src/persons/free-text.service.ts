import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { findProvided } from '../platform/queue/decorated.js';
import { DeclaredFreeText } from './free-text-columns.rules.js';
import { KnownPlaces } from './known-places.js';
import { LocationVault } from './location-vault.js';
import { victimsOf } from './locations.queries.js';
import type { Place } from './place.rules.js';
import { givesAway } from './protected-text.rules.js';

/** Texts by their place in the body: `{ '/note': 'Locks changed' }`. What is absent or empty is not looked at. */
export type Texts = Readonly<Record<string, string | null | undefined>>;

/** Where texts of a case hold a protected place already, and how many. */
export interface AlsoIn {
  where: string;
  count: number;
}

/** The code, of the problem and at the field, of a text that gives a protected place away. */
export const PROTECTED_ADDRESS = 'protected-address-in-text';

/**
 * Looks through free text for protected places of the case it is about, and of other cases of the same victim, before it is
 * saved: what stands in a summary or a note is read by people who must not know where the victim is.
 */
@Injectable()
export class FreeText {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly vault: LocationVault,
    private readonly discovery: DiscoveryService,
  ) {}

  /**
   * To be asked before the texts of a case are saved. Decides as the system, whatever the writer may see, and looks at this
   * victim's places alone. @throws Problem 422 `protected-address-in-text` at each field concerned; says nothing of the place
   */
  async check(caseId: string, texts: Texts): Promise<void> {
    if (!Object.values(texts).some(Boolean)) return;
    const places = await this.uow.elevated(async () => {
      const victims = await victimsOf(caseId);
      await KnownPlaces.current().load(victims, this.vault);
      return KnownPlaces.current().of(victims);
    });
    refuseIn(texts, places);
  }

  /**
   * The same for a referral that has no case yet: against the places of the victim it matched (`PersonsService.matches` has
   * looked them up) and the place it brings itself.
   */
  checkReferral(texts: Texts, victim: { canonicalId?: string; place?: Omit<Place, 'name'> }): void {
    const known = victim.canonicalId ? KnownPlaces.current().of([victim.canonicalId]) : [];
    refuseIn(texts, victim.place ? [...known, { name: '', ...victim.place }] : known);
  }

  /** Texts of the case, in all rooms, that hold this place already. For whoever adds it, who knows the place. */
  async alsoIn(caseId: string, place: Place): Promise<AlsoIn[]> {
    const columns = findProvided(this.discovery, DeclaredFreeText).flatMap(({ texts }) => texts);
    return this.uow.elevated(async () => {
      const found: AlsoIn[] = [];
      for (const { where, select } of columns) {
        const rows = await tx().query<{ text: string }>(select, [caseId]);
        const count = rows.filter(({ text }) => givesAway(text, [place])).length;
        if (count > 0) found.push({ where, count });
      }
      return found;
    });
  }
}

function refuseIn(texts: Texts, places: readonly Place[]): void {
  if (places.length === 0) return;
  const detail = 'This gives away where somebody is safe. Leave it out: protected locations have a place of their own.';
  const errors = Object.entries(texts).flatMap(([pointer, text]) =>
    text && givesAway(text, places) ? [{ pointer, code: PROTECTED_ADDRESS, detail }] : [],
  );
  if (errors.length === 0) return;
  throw new Problem(422, PROTECTED_ADDRESS, 'A text gives away where somebody is safe. Nothing was saved.', errors);
}
