import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { Outbox } from '../platform/events/outbox.js';
import { present } from '../platform/values/clock.js';
import { delegationsAt, intentionsOf } from './attendance.queries.js';
import { MEMBERS } from './attendance.rules.js';
import { QuorumChange } from './conference.entity.js';
import { QUORUM_LOST } from './conference.events.js';
import type { WithoutQuorum } from './conference-rules.js';
import type { QuorumBasis, QuorumView } from './meeting-day.dto.js';
import { casesWithChildren, changesOf } from './quorum.queries.js';
import { type Delegation, type Fact, missing, type Quorum, type Tense } from './quorum.rules.js';
import type { SittingRow } from './sittings.queries.js';
import { Sittings, stateOf } from './sittings.service.js';

/** What is missing to the quorum for a case, by which version of the rules, and what follows from it. */
export interface QuorumFinding {
  missing: string[];
  version: number;
  withoutQuorum: WithoutQuorum;
}

/** Whether there is a quorum: by what agencies say before the day, by who is there during it. */
@Injectable()
export class QuorumService {
  private readonly changes = new Store(QuorumChange);

  constructor(
    private readonly sittings: Sittings,
    private readonly maracs: MaracsReader,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 404 */
  async read(meetingId: string): Promise<QuorumView> {
    const sitting = await this.sittings.readable(meetingId);
    const { quorum, version } = await this.ruleOf(sitting);
    const basis = basisOf(sitting);
    const said = basis === 'FORECAST' ? await this.said(sitting) : undefined;
    const delegations = said?.coming ?? (await delegationsAt(meetingId, sitting.closedAt ?? present(), MEMBERS));
    const tense: Tense = said ? 'EXPECTED' : 'NOW';
    const without = missing(quorum, { delegations, facts: [] }, tense);
    const withChildren = missing(quorum, { delegations, facts: WITH_CHILDREN }, tense);
    const rest = said && missing(quorum, { delegations: [...said.coming, ...said.rest], facts: WITH_CHILDREN });
    const changes = await changesOf(meetingId);
    return {
      meetingId,
      basis,
      quorate: without.length === 0,
      missing: without,
      quorateWithChildren: withChildren.length === 0,
      missingWithChildren: withChildren,
      casesWithChildren: await casesWithChildren(meetingId),
      members: delegations.reduce((sum, { people }) => sum + people, 0),
      agencies: delegations.length,
      ifTheRestCome: (rest ?? withChildren).length === 0,
      ruleVersion: version,
      changes: changes.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
    };
  }

  /** Whether a case may be heard now, by who is there. */
  async forCase(sitting: SittingRow, children: number): Promise<QuorumFinding> {
    const { quorum, version, withoutQuorum } = await this.ruleOf(sitting);
    const delegations = await delegationsAt(sitting.meetingId, present(), MEMBERS);
    const facts = children > 0 ? WITH_CHILDREN : [];
    return { missing: missing(quorum, { delegations, facts }), version, withoutQuorum };
  }

  /**
   * Looks again, after somebody came or went: of an open meeting it is written down when a quorum comes about and when it is lost.
   * The caller holds the lock of the meeting.
   */
  async follow(sitting: SittingRow): Promise<void> {
    if (stateOf(sitting) !== 'OPEN') return;
    const { meetingId, maracId } = sitting;
    const { quorum, version: ruleVersion } = await this.ruleOf(sitting);
    const delegations = await delegationsAt(meetingId, present(), MEMBERS);
    const withChildren = missing(quorum, { delegations, facts: WITH_CHILDREN });
    const now = {
      quorate: missing(quorum, { delegations, facts: [] }).length === 0,
      withChildren: withChildren.length === 0,
    };
    const before = (await changesOf(meetingId)).at(-1);
    if (before && before.quorate === now.quorate && before.withChildren === now.withChildren) return;
    this.changes.insert({ id: newId(), meetingId, maracId, ...now, missing: withChildren, ruleVersion });
    const lost = (before?.quorate && !now.quorate) || (before?.withChildren && !now.withChildren);
    if (lost) this.outbox.publish({ name: QUORUM_LOST, ids: { meetingId, maracId } });
  }

  private async ruleOf(
    sitting: SittingRow,
  ): Promise<{ quorum: Quorum; version: number; withoutQuorum: WithoutQuorum }> {
    const { rules, version } = await this.sittings.rules(sitting);
    const quorum = sitting.kind === 'EMERGENCY' ? rules.quorumEmergency : rules.quorum;
    return { quorum, version, withoutQuorum: rules.withoutQuorum };
  }

  /** Who comes by what agencies said, and one of each that did not say no. */
  private async said({ meetingId, maracId }: SittingRow): Promise<{ coming: Delegation[]; rest: Delegation[] }> {
    const intentions = await intentionsOf(meetingId);
    const coming = intentions.filter((one) => one.coming === 'YES');
    const known = new Set(intentions.filter((one) => one.coming !== 'UNSURE').map(({ agencyId }) => agencyId));
    const members = await this.maracs.agenciesOf(maracId);
    const rest = members.filter(({ id }) => !known.has(id)).map(({ id, kind }) => ({ agencyId: id, kind, people: 1 }));
    return { coming, rest };
  }
}

const WITH_CHILDREN: Fact[] = ['CHILDREN'];

function basisOf(sitting: SittingRow): QuorumBasis {
  const state = stateOf(sitting);
  if (state === 'OPEN') return 'LIVE';
  return state === 'PLANNED' ? 'FORECAST' : 'CLOSED';
}
