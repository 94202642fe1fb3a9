import { Injectable } from '@nestjs/common';
import { SignaturesReader } from '../access/signatures.reader.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { CIRCULATION } from './circulation-rules.js';
import { lastDay, type Listed, newPairs, type Pair, pairsAsked, pairsOf } from './circulation.rules.js';
import type { NewCirculation } from './research.dto.js';
import { type Asked, askedOf, listedOf, shutToAgencies } from './research.queries.js';
import type { Circulated } from './sharer.service.js';
import { type Minded, namedWrongly, sendable, toMind } from './signing.rules.js';

type Meeting = Pick<Circulated, 'id' | 'maracId' | 'heldOn'>;

/** A meeting with a list, and whether that went out. */
export interface Listing {
  id: string;
  heldOn: string;
  circulated: boolean;
}

/** To whom the list of a meeting is to go: to agencies that are needed, and whose signature of the protocol is in force. */
@Injectable()
export class CirculationPlan {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly signed: SignaturesReader,
    private readonly uow: UnitOfWork,
  ) {}

  /**
   * Cases and agencies as they are asked for. Whoever is named must have signed; of those needed by rule the unsigned are left out.
   * @throws Problem 409 `nobody-signed`; 422 `not-a-member`, `not-signed`, `not-on-the-list`
   */
  async toSend({ id, maracId }: Meeting, { agencies, items }: NewCirculation): Promise<Pair[]> {
    const today = todayIn(TIME_ZONE, present());
    const members = await this.maracs.agenciesOf(maracId);
    const standings = await this.signed.standings(maracId, today);
    const listed = await listedOf([id]);
    const memberIds = members.map((member) => member.id);
    refuse(namedWrongly(agencies ?? [], memberIds, standings));
    const known = listed.map((item) => item.agendaItemId);
    const strange = (items ?? []).map((item) => (known.includes(item) ? null : ('not-on-the-list' as const)));
    refuse({ at: '/items', codes: strange });
    const { rules } = await this.maracs.rules(maracId, CIRCULATION, today);
    const chosen = listed.filter((item) => !items || items.includes(item.agendaItemId));
    const wanted = pairsOf(chosen, members, rules, agencies);
    const sent = sendable(wanted, standings);
    if (wanted.length > 0 && sent.length === 0)
      throw Problem.conflict('nobody-signed', 'No agency that is needed has a signature of the protocol in force.');
    return sent;
  }

  /** What was not circulated before, and is not shut to all of the agency: nobody learns of a restriction by being asked. */
  async fresh<Item extends Listed>(meetingId: string, wanted: readonly Pair<Item>[]): Promise<Pair<Item>[]> {
    return this.unasked(wanted, await askedOf([meetingId]));
  }

  private async unasked<Item extends Listed>(
    wanted: readonly Pair<Item>[],
    asked: readonly Asked[],
  ): Promise<Pair<Item>[]> {
    const caseIds = [...new Set(wanted.map(({ item }) => item.caseId))];
    const shut = caseIds.length > 0 ? await this.uow.elevated(() => shutToAgencies(caseIds)) : [];
    return newPairs(
      wanted,
      new Set(asked.map(({ agendaItemId, agencyId }) => `${agendaItemId} ${agencyId}`)),
      new Set(shut.map(({ caseId, agencyId }) => `${caseId} ${agencyId}`)),
    );
  }

  /** Agencies of each meeting whose signature somebody should see to, and those that its list left out. */
  async signatures(maracId: string, meetings: readonly Listing[]): Promise<Map<string, Minded[]>> {
    const today = todayIn(TIME_ZONE, present());
    const members = await this.maracs.agenciesOf(maracId);
    const standings = await this.signed.standings(maracId, today);
    const { rules } = await this.maracs.rules(maracId, CIRCULATION, today);
    const ids = meetings.map(({ id }) => id);
    const [listed, asked] = [await listedOf(ids), await askedOf(ids)];
    const needed = pairsOf(listed, members, rules);
    const out = new Set(meetings.filter(({ circulated }) => circulated).map(({ id }) => id));
    const missing = await this.unasked(
      needed.filter(({ item }) => out.has(item.meetingId)),
      asked,
    );
    const concerned = [...needed, ...pairsAsked(listed, members, asked)];
    const of = (pairs: readonly Pair<Listed & { meetingId: string }>[], id: string) =>
      pairs.filter(({ item }) => item.meetingId === id);
    return new Map(
      meetings.map(({ id, heldOn }) => {
        const last = lastDay(heldOn, rules.daysAfterMeeting);
        return [id, toMind(of(concerned, id), of(missing, id), standings, last)];
      }),
    );
  }
}

const DETAILS = {
  'not-a-member': 'There is no such one here.',
  'not-on-the-list': 'There is no such one here.',
  'not-signed': 'Its signature of the information-sharing protocol is not in force today. It signs first.',
} as const;

/** @throws Problem 422 at each that is wrong; hidden and absent look alike */
function refuse({ at, codes }: { at: string; codes: readonly (keyof typeof DETAILS | null)[] }): void {
  const errors = codes.flatMap((code, i) => (code ? [{ pointer: `${at}/${i}`, code, detail: DETAILS[code] }] : []));
  if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', errors);
}
