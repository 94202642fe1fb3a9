import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { isId, newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { refuseAttempt, UNSAFE_AT, unsafeInWords } from './attempt.rules.js';
import { ContactClocks } from './contact-clocks.service.js';
import type { ContactCorrection, ContactPage, ContactQuery, VictimContactView, NewContact } from './contacts.dto.js';
import { type ContactRow, contactsOf, replaceVersion, standingContact } from './contacts.queries.js';
import { keptFrom } from './her-side.queries.js';
import { SafeContacts } from './safe-contact.service.js';
import { unsafety } from './safe-contact.rules.js';
import { CONTACT_UNSAFE } from './support.events.js';
import { ContactVersion } from './support.entity.js';
import { timeOfDay } from './time-of-day.rules.js';

/** The log of attempts to reach a victim: the IDVAs' own, read by who may know how she is reached. */
@Injectable()
export class Contacts {
  private readonly versions = new Store(ContactVersion);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
    private readonly safe: SafeContacts,
    private readonly clocks: ContactClocks,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 404 hidden; 422 `not-a-place` */
  async list(caseId: string, { all = false, after, limit }: ContactQuery): Promise<ContactPage> {
    const open = await this.access.open(caseId, 'read-case');
    if (after && !isId(after)) throw notAPlace();
    const withheld = await keptFrom(open, 'items');
    if (withheld.length > 0) return { items: [], next: null, clock: null, withheld };
    const rows = await contactsOf(open, { all, after: after ?? null, limit });
    this.record('contacts.read', { kind: 'case', id: caseId }, open.maracId);
    const next = rows.length < limit ? null : (rows.at(-1)?.rowId ?? null);
    return { items: rows.map(viewOf), next, clock: await this.clocks.view(open), withheld };
  }

  /**
   * Writes an attempt down, and stops the clock if it is of the kind that does.
   * @throws Problem 404; 403 who is no IDVA of the case; 422 `in-the-future`, `too-long-ago`, `before-the-attempt`, `not-together`,
   *   `unknown`, `no-override-needed`, `protected-address-in-text`; `unsafe-channel`, `unsafe-phone`, `unsafe-hour` without a reason
   */
  async add(caseId: string, input: NewContact): Promise<VictimContactView> {
    const open = await this.mayWrite(caseId);
    await this.check(open, input, { '/needs': input.needs, '/overrideReason': input.overrideReason });
    return this.write(open, newId(), 1, input);
  }

  /** Says an attempt anew; what stood before is kept. @throws Problem as `add`; 412 stale */
  async correct(contactId: string, version: number, input: ContactCorrection): Promise<VictimContactView> {
    const seen = await standingContact(contactId);
    if (!seen) throw Problem.notFound();
    const open = await this.mayWrite(seen.caseId);
    const { needs, overrideReason, because } = input;
    await this.check(open, input, { '/needs': needs, '/overrideReason': overrideReason, '/because': because });
    if ((await replaceVersion(contactId, version)) === 0) throw new StaleVersion();
    return this.write(open, contactId, version + 1, input, because);
  }

  /** @throws Problem 404 hidden; 403 */
  private async mayWrite(caseId: string): Promise<OpenCase> {
    const open = await this.access.open(caseId, 'record-action');
    const kept = await keptFrom(open, 'items');
    if (kept.length > 0 || !tx().actor.may('contacts:record', open.maracId)) throw Problem.notAllowed();
    return open;
  }

  private async check(open: OpenCase, input: NewContact, texts: Record<string, string | undefined>): Promise<void> {
    const attemptedAt = new Date(input.attemptedAt);
    const nextAttemptAt = input.nextAttemptAt ? new Date(input.nextAttemptAt) : null;
    const { outcome, engagement, channel, phoneId = null, overrideReason } = input;
    const refused = refuseAttempt({ attemptedAt, nextAttemptAt, outcome, engagement }, present());
    if (refused) throw Problem.at(refused.pointer, refused.code, refused.detail);
    const facts = await this.safe.facts(open);
    if (phoneId && !facts.phones.some(({ id }) => id === phoneId))
      throw Problem.at('/phoneId', 'unknown', 'The victim has no such telephone.');
    const against = unsafety({ channel, phoneId, time: timeOfDay(attemptedAt) }, facts);
    if (against && !overrideReason) throw Problem.at(UNSAFE_AT[against], against, unsafeInWords(against));
    if (!against && overrideReason)
      throw Problem.at('/overrideReason', 'no-override-needed', 'Nothing is known that speaks against it.');
    await this.freeText.check(open.caseId, texts);
  }

  private async write(
    { caseId, maracId }: OpenCase,
    contactId: string,
    version: number,
    input: NewContact,
    because: string | null = null,
  ): Promise<VictimContactView> {
    const { actor } = tx();
    const { channel, phoneId = null, safe, followed = [], outcome, engagement, needs = null } = input;
    this.versions.insert({
      ...{ id: newId(), contactId, caseId, maracId, version, because },
      ...{ channel, phoneId, safe, followed: [...new Set(followed)], outcome, engagement, needs },
      attemptedAt: new Date(input.attemptedAt),
      nextAttemptAt: input.nextAttemptAt ? new Date(input.nextAttemptAt) : null,
      overrideReason: input.overrideReason ?? null,
      recordedBy: `${actor.kind}:${actor.id}`,
      userId: actor.kind === 'user' ? actor.id : null,
      agencyId: actor.agencyId,
    });
    const done = version === 1 ? 'contact.recorded' : 'contact.corrected';
    this.record(done, { kind: 'contact', id: contactId }, maracId, outcome);
    if (outcome === 'UNSAFE_TO_CONTINUE')
      this.outbox.publish({ name: CONTACT_UNSAFE, ids: { contactId, caseId, maracId } });
    await this.clocks.lookAtCase(caseId);
    const row = await standingContact(contactId);
    if (!row) throw new Error('the contact just written is not there');
    return viewOf(row);
  }

  private record(action: string, subject: { kind: string; id: string }, maracId: string, code?: string): void {
    this.audit.record({ action, subject, maracId, labels: ['CONTACT'], code });
  }
}

function viewOf(row: ContactRow): VictimContactView {
  const { id, caseId, channel, phoneId, safe, followed, outcome, engagement, needs, overrideReason, because } = row;
  const { recordedBy, agency, version } = row;
  return {
    ...{ id, caseId, channel, phoneId, safe, followed, outcome, engagement, needs, overrideReason, because },
    ...{ recordedBy, agency, version },
    attemptedAt: row.attemptedAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    recordedAt: row.recordedAt.toISOString(),
  };
}

function notAPlace(): Problem {
  return new Problem(422, 'invalid-input', 'The input was not accepted.', [
    { pointer: 'after', code: 'not-a-place', detail: 'Give what the page before called next.' },
  ]);
}
