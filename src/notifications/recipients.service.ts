import { Injectable } from '@nestjs/common';
import { SEES_FLAG } from '../flags/flags.reader.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { PERMISSIONS, type Role, ROLES } from '../identity/roles.rules.js';
import { tx } from '../platform/db/transaction.js';
import { SEES_OWED } from '../research/research.reader.js';
import {
  administratorsOf,
  auditorsOf,
  notShutOut,
  SEES_AREA,
  SEES_CASE,
  SEES_LISTED,
  SEES_MEETING,
  SEES_MINUTES,
  SEES_OPENING,
  whoSees,
} from './who-sees.queries.js';

const holding = (permission: `${string}:${string}`): readonly Role[] =>
  ROLES.filter((role) => PERMISSIONS[role].includes(permission));

const READ_REFERRALS = holding('referrals:read');
const SIGN_OFF = holding('referrals:sign-off');
const DO_RESEARCH = holding('research:do');
const READ_SLOTS = holding('slots:read');
const READ_MEETINGS = holding('meetings:read');
const READ_INFORMATION = holding('information:read');
const ACKNOWLEDGE_FLAGS = holding('flags:acknowledge');

/** Nobody is left to be told: the event is tried again and then goes to the people who look after stuck work. */
export class NobodyToTell extends Error {
  readonly code = 'nobody-to-tell';
  readonly messageIsSafe = true;

  constructor() {
    super('nobody can be told');
    this.name = 'NobodyToTell';
  }
}

/** Who is told. Only people who are active and, but for the last resort, may see what the notice links to. */
@Injectable()
export class Recipients {
  constructor(private readonly identity: IdentityReader) {}

  /** The coordinators, and the IDVAs, who are told on receipt. */
  async ofReceipt(maracId: string, caseId: string): Promise<string[]> {
    const idvas = await this.holders(maracId, null, ['IDVA'], SEES_CASE, caseId);
    return [...new Set([...(await this.overseers(maracId, caseId)), ...idvas])];
  }

  /** Coordinators and chairs, failing them administrators: but for who must find nothing of the other case. @throws NobodyToTell */
  async ofSwapped(maracId: string, caseId: string, otherCaseId: string): Promise<string[]> {
    const people = await this.holders(maracId, null, ['COORDINATOR', 'CHAIR'], SEES_CASE, caseId);
    const told = await notShutOut(people, otherCaseId);
    if (told.length > 0) return told;
    const administrators = await notShutOut(await administratorsOf(maracId, caseId), otherCaseId);
    if (administrators.length === 0) throw new NobodyToTell();
    return administrators;
  }

  /** Coordinators and chairs; failing both administrators. @throws NobodyToTell */
  async leaders(maracId: string, caseId: string): Promise<string[]> {
    const people = await this.holders(maracId, null, ['COORDINATOR', 'CHAIR'], SEES_CASE, caseId);
    return people.length > 0 ? people : this.administrators(maracId, caseId);
  }

  /** Chairs; failing them administrators. Never whose decision it is about. @throws NobodyToTell */
  async chairs(maracId: string, caseId: string, but: readonly string[] = []): Promise<string[]> {
    const chairs = (await this.holders(maracId, null, ['CHAIR'], SEES_CASE, caseId)).filter((id) => !but.includes(id));
    return chairs.length > 0 ? chairs : this.administrators(maracId, caseId);
  }

  /** IDVAs who have the case. */
  ofSupport(maracId: string, caseId: string): Promise<string[]> {
    return this.holders(maracId, null, ['IDVA'], SEES_CASE, caseId);
  }

  /** People of the referring agency who may sign the referral off. */
  ofSignOff(maracId: string, agencyId: string, caseId: string): Promise<string[]> {
    return this.holders(maracId, agencyId, SIGN_OFF, SEES_CASE, caseId);
  }

  /** People of the referring agency who may read the referral. */
  ofReferrer(maracId: string, agencyId: string, caseId: string): Promise<string[]> {
    return this.holders(maracId, agencyId, READ_REFERRALS, SEES_CASE, caseId);
  }

  /** Who can say for an agency that it marked its files; failing them who oversees the case. */
  async ofMarker(maracId: string, agencyId: string, flagId: string, caseId: string) {
    const userIds = await this.holders(maracId, agencyId, ACKNOWLEDGE_FLAGS, SEES_FLAG, flagId);
    if (userIds.length > 0) return { userIds, unowned: false };
    return { userIds: await this.overseers(maracId, caseId), unowned: true };
  }

  /** Those who search their agency's records, and find something on the meeting's list. */
  ofCirculation(maracId: string, meetingId: string): Promise<string[]> {
    return this.holders(maracId, null, DO_RESEARCH, SEES_LISTED, meetingId);
  }

  /** A guest, or those of an agency who see its slots: but for who must find nothing of the case, and whose agency has not signed. */
  async ofGuest(
    maracId: string,
    { caseId, userId, agencyId }: { caseId: string; userId: string | null; agencyId: string | null },
  ): Promise<string[]> {
    const people = await this.holders(maracId, agencyId, READ_SLOTS, SEES_AREA, maracId);
    const guests = userId ? people.filter((id) => id === userId) : people;
    return notShutOut(guests, caseId);
  }

  /** Everybody who reads of meetings there, by the meeting or the series that it is about. */
  ofMeetings(maracId: string, id: string, sees = SEES_MEETING): Promise<string[]> {
    return this.holders(maracId, null, READ_MEETINGS, sees, id);
  }

  /** Those who may read anything of minutes that stand. */
  ofMinutes(maracId: string, minutesId: string): Promise<string[]> {
    return this.holders(maracId, null, READ_INFORMATION, SEES_MINUTES, minutesId);
  }

  /**
   * Who sees to the meetings of an area: coordinators and chairs; failing them administrators. With `about`, those who see it.
   * @throws NobodyToTell
   */
  async overMeetings(maracId: string, about?: { sees: string; id: string }): Promise<string[]> {
    const people = await this.people(maracId, null, ['COORDINATOR', 'CHAIR']);
    const told = about ? await whoSees(people, about.sees, about.id) : people;
    return told.length > 0 ? told : this.administrators(maracId, null);
  }

  /** Those who search one agency's records, and find something that it owes the meeting. */
  ofResearch(maracId: string, meetingId: string, agencyId: string): Promise<string[]> {
    return this.holders(maracId, agencyId, DO_RESEARCH, SEES_OWED, meetingId);
  }

  /** Coordinators of the area that is offered a case, but for who must find nothing of it; failing them administrators. @throws NobodyToTell */
  async ofOffer(toMaracId: string, caseId: string): Promise<string[]> {
    const told = await this.notKept(toMaracId, caseId, 'COORDINATOR');
    return told.length > 0 ? told : this.administrators(toMaracId, caseId);
  }

  /** Holders of a role in an area to which a case moves, but for who must find nothing of it. */
  async notKept(toMaracId: string, caseId: string, role: Role): Promise<string[]> {
    return notShutOut(await this.people(toMaracId, null, [role]), caseId);
  }

  /** Whoever can have a signature of the protocol renewed: coordinators and administrators. @throws NobodyToTell */
  async ofProtocol(maracId: string): Promise<string[]> {
    const coordinators = await this.people(maracId, null, ['COORDINATOR']);
    const told = new Set([...coordinators, ...(await administratorsOf(maracId, null))]);
    if (told.size === 0) throw new NobodyToTell();
    return [...told];
  }

  /** Coordinators; failing them chairs; failing them administrators. @throws NobodyToTell */
  async overseers(
    maracId: string,
    caseId: string,
    sees = SEES_CASE,
    id = caseId,
    from: 'COORDINATOR' | 'CHAIR' = 'COORDINATOR',
  ): Promise<string[]> {
    for (const role of from === 'CHAIR' ? (['CHAIR'] as const) : (['COORDINATOR', 'CHAIR'] as const)) {
      const people = await this.holders(maracId, null, [role], sees, id);
      if (people.length > 0) return people;
    }
    return this.administrators(maracId, caseId);
  }

  /** But for who must find nothing of the case, if it is about one, and for whom it is about. @throws NobodyToTell */
  async administrators(maracId: string, caseId: string | null, about?: string): Promise<string[]> {
    const administrators = (await administratorsOf(maracId, caseId)).filter((id) => id !== about);
    if (administrators.length === 0) throw new NobodyToTell();
    return administrators;
  }

  /** Who oversees an emergency opening: coordinators and chairs but for whoever made it; administrators when there are none. */
  async ofOpening(maracId: string, caseId: string, openingId: string, by: string): Promise<string[]> {
    const people = await this.holders(maracId, null, ['COORDINATOR', 'CHAIR'], SEES_OPENING, openingId);
    const others = people.filter((id) => id !== by);
    return others.length > 0 ? others : this.administrators(maracId, caseId);
  }

  /** Auditors; failing them administrators. Never whom it is about. @throws NobodyToTell */
  async watchers(maracId: string, about: string): Promise<string[]> {
    const auditors = (await auditorsOf(maracId)).filter((id) => id !== about);
    return auditors.length > 0 ? auditors : this.administrators(maracId, null, about);
  }

  /** Auditors who are told that reading looked unusual; failing them administrators. Never whom it is about. @throws NobodyToTell */
  async ofFinding({
    maracId,
    auditors,
    about,
  }: {
    maracId: string;
    auditors: string[];
    about: string;
  }): Promise<string[]> {
    const people = auditors.length > 0 ? auditors : await administratorsOf(maracId, null);
    const told = people.filter((id) => id !== about);
    if (told.length === 0) throw new NobodyToTell();
    return told;
  }

  /** Active people with one of the roles, of one agency or (null) of any, who find the thing. */
  async holders(
    maracId: string,
    agencyId: string | null,
    roles: readonly Role[],
    sees: string,
    id: string,
  ): Promise<string[]> {
    return whoSees(await this.people(maracId, agencyId, roles), sees, id);
  }

  /** Who holds one of the roles, see what they may. Looked up once in a unit of work, in which hundreds of rungs may be told. */
  people(maracId: string, agencyId: string | null, roles: readonly Role[]): Promise<string[]> {
    const find = async () => (await this.identity.peopleToTell(maracId, agencyId, roles)).map(({ id }) => id);
    return tx().memory(`people of ${maracId} ${agencyId} ${roles.join(' ')}`, find);
  }
}
