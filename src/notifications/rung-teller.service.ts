import { Injectable } from '@nestjs/common';
import { ActionsReader, type Ownership, SEES_ACTION } from '../actions/actions.reader.js';
import type { Step } from '../alerts/ladder.rules.js';
import { AlertsReader, type RungToTell } from '../alerts/alerts.reader.js';
import { SEES_FLAG } from '../flags/flags.reader.js';
import { blindKind } from './blind-kinds.rules.js';
import type { NoticeKind } from './notice.rules.js';
import { NobodyToTell, Recipients } from './recipients.service.js';
import { type Concern, type Part, parts, type Reached, RungRecipients } from './rung-recipients.service.js';
import { type Telling, Tell } from './tell.service.js';
import { SEES_MEETING, SEES_OPENING, SEES_REFERRAL } from './who-sees.queries.js';

/** What a rung says of an action, by when it comes. */
const OF_ACTION = {
  BEFORE: { told: 'ACTION_DUE_SOON', unowned: 'ACTION_DUE_UNOWNED' },
  DUE: { told: 'ACTION_DUE', unowned: 'ACTION_DUE_UNOWNED' },
  AFTER: { told: 'ACTION_OVERDUE', unowned: 'ACTION_OVERDUE_UNOWNED' },
} as const satisfies Record<Step, Record<string, NoticeKind>>;

/** What people who see the thing itself are told on rungs of other kinds; those who see no case hear that something is overdue. */
const OF_OTHERS: Readonly<Record<string, { before: NoticeKind; after: NoticeKind; sees: string }>> = {
  minutes: { before: 'MINUTES_DUE', after: 'MINUTES_OVERDUE', sees: SEES_MEETING },
  flag: { before: 'FLAG_UNACKNOWLEDGED', after: 'FLAG_STILL_UNACKNOWLEDGED', sees: SEES_FLAG },
  screening: { before: 'REFERRAL_DUE', after: 'REFERRAL_WAITS_LONG', sees: SEES_REFERRAL },
  'break-glass': { before: 'GLASS_BROKEN', after: 'GLASS_UNREVIEWED', sees: SEES_OPENING },
};

type OfAction = Pick<RungToTell, 'id' | 'step' | 'tells'> & { urgent?: boolean };

/** Puts a rung before whomever it tells, each once, in words that say no more than each may know. */
@Injectable()
export class RungTeller {
  constructor(
    private readonly alerts: AlertsReader,
    private readonly actions: ActionsReader,
    private readonly recipients: RungRecipients,
    private readonly people: Recipients,
    private readonly tell: Tell,
  ) {}

  /** The rung of an action; what was raised before there were rungs told the owner and the coordinators. */
  async ofAction(actionId: string, alertId: string): Promise<void> {
    const action = await this.actions.ownership(actionId);
    if (!action) throw new Error('the action of an alert is not there');
    const rung = await this.alerts.rung(alertId);
    const { step, tells, urgent }: OfAction = rung ?? { id: alertId, step: 'AFTER', tells: ['REPRESENTATIVE', 'COORDINATOR'] }; // prettier-ignore
    await this.actionRung(actionId, action, { id: alertId, step, tells, urgent });
  }

  async ofRung(rung: RungToTell): Promise<void> {
    if (rung.kind === 'action') return this.ofAction(rung.subjectId, rung.id);
    const { maracId, caseId, agencyId, kind, subjectId } = rung;
    const { sees, before, after } = of(kind);
    const concern = { maracId, caseId, agencyId, sees, id: subjectId };
    const asked = rung.tells.includes('REPRESENTATIVE');
    if (asked && kind === 'flag') await this.marker(rung);
    // where no agency is to act, whoever coordinates is
    const told =
      asked && kind !== 'flag' ? [...new Set<Part>(['COORDINATOR', ...parts(rung.tells)])] : parts(rung.tells);
    const reach = new Reach();
    for (const part of told)
      await reach.out(async () => {
        const reached = await this.recipients.of(part, concern);
        await this.put(reached, rung, part, rung.step === 'AFTER' ? after : before);
        return reached.userIds;
      });
    if (!asked) reach.orFail();
  }

  private async marker({ id: eventId, maracId, caseId, agencyId, subjectId, urgent }: RungToTell): Promise<void> {
    const { userIds, unowned } = await this.people.ofMarker(maracId, agencyId!, subjectId, caseId!);
    const kind = unowned ? 'FLAG_UNACKNOWLEDGED_UNOWNED' : 'FLAG_UNACKNOWLEDGED';
    await this.tell.people(userIds, { kind, caseId: caseId!, subjectId, eventId, urgent });
  }

  private async actionRung(actionId: string, action: Ownership, rung: OfAction): Promise<void> {
    const { caseId, maracId, ownerAgencyId: agencyId } = action;
    const concern = { maracId, caseId, agencyId, sees: SEES_ACTION, id: actionId };
    const about = { caseId, subjectId: actionId, eventId: rung.id, urgent: rung.urgent };
    const { told, unowned } = OF_ACTION[rung.step];
    const reach = new Reach();
    const say = async (userIds: readonly string[], kind: NoticeKind) => {
      await this.tell.people(reach.new(userIds), { kind, ...about });
      return userIds;
    };
    if (rung.tells.includes('REPRESENTATIVE'))
      await reach.out(async () => {
        const owners = await this.recipients.owners(actionId, action);
        if (owners.length > 0) return say(owners, told);
        return say((await this.recipients.of('COORDINATOR', concern)).userIds, unowned);
      });
    for (const part of parts(rung.tells))
      await reach.out(async () => {
        if (part !== 'COORDINATOR') return this.escalate(part, concern, about, reach);
        const { userIds, instead } = await this.recipients.of('COORDINATOR', concern);
        // beside the owner, whom the rung reached: where there is no coordinator nobody takes that place
        return instead && reach.anybody ? [] : say(userIds, told);
      });
    reach.orFail();
  }

  private async escalate(part: Part, concern: Concern, about: Omit<Telling, 'kind'>, reach: Reach) {
    const { userIds, instead, sees } = await this.recipients.of(part, concern);
    const kind = instead ? 'ACTION_ESCALATED_UNOWNED' : 'ACTION_ESCALATED';
    const said = sees ? { kind, ...about } as const : { ...about, kind: blindKind(part, instead), subjectId: about.eventId }; // prettier-ignore
    await this.tell.people(reach.new(userIds), said);
    return userIds;
  }

  private async put(
    { userIds, instead, sees }: Reached,
    rung: RungToTell,
    part: Part,
    kind: NoticeKind,
  ): Promise<void> {
    const { id: eventId, maracId, caseId, urgent } = rung;
    const shown = sees && part !== 'MANAGER'; // a manager works on actions, and opens nothing else
    const said = shown ? { kind, subjectId: rung.subjectId } : { kind: blindKind(part, instead), subjectId: eventId };
    const about = { ...said, eventId, urgent };
    if (caseId) await this.tell.people(userIds, { ...about, caseId });
    else await this.tell.ofMarac(userIds, { ...about, maracId });
  }
}

/** Whom a rung reached. That one part is out of reach does not keep the others from being told; that all are is loud. */
class Reach {
  private readonly told = new Set<string>();
  private failure: NobodyToTell | undefined;

  get anybody(): boolean {
    return this.told.size > 0;
  }

  /** Those who were not told yet. */
  new(userIds: readonly string[]): string[] {
    return userIds.filter((id) => !this.told.has(id));
  }

  async out(tell: () => Promise<readonly string[]>): Promise<void> {
    try {
      for (const id of await tell()) this.told.add(id);
    } catch (error) {
      if (!(error instanceof NobodyToTell)) throw error;
      this.failure = error;
    }
  }

  /** @throws NobodyToTell when nobody was told of what somebody was to be told of */
  orFail(): void {
    if (this.failure && !this.anybody) throw this.failure;
  }
}

function of(kind: string) {
  const words = OF_OTHERS[kind];
  if (!words) throw new Error(`nobody said what a rung of ${kind} tells`);
  return words;
}
