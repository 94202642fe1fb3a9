import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { CHANNELS } from './contact-codes.rules.js';
import { keptFrom } from './her-side.queries.js';
import type { NewSafeContact, SafeContactKnownView, SafeContactView } from './safe-contact.dto.js';
import { phonesOf, type SafeContactRow, safeContactOf } from './safe-contact.queries.js';
import { channelSafety, type SafeContactFacts } from './safe-contact.rules.js';
import { SafeContactVersion } from './support.entity.js';

registerConstraint('safe_contact_version', {
  status: 412,
  code: 'stale',
  title: 'Somebody else changed this meanwhile.',
});

/** How a victim can be contacted without anybody else learning of it: asked before each attempt. */
@Injectable()
export class SafeContacts {
  private readonly versions = new Store(SafeContactVersion);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly freeText: FreeText,
  ) {}

  /** @throws Problem 404 hidden */
  async view(caseId: string): Promise<SafeContactView> {
    return this.shown(await this.access.open(caseId, 'read-case'));
  }

  /**
   * Records how the victim can be contacted. For IDVAs and coordinators.
   * @throws Problem 404; 403; 412; 422 `both-hours`, `before-it-began`, `protected-address-in-text`
   */
  async record(caseId: string, version: number, input: NewSafeContact): Promise<SafeContactView> {
    const open = await this.access.open(caseId, 'read-case');
    const { actor } = tx();
    const kept = await keptFrom(open, 'safeContact');
    if (kept.length > 0 || !actor.may('safe-contact:record', open.maracId)) throw Problem.notAllowed();
    const { hoursFrom = null, hoursUntil = null, maySpeakTo = null, mustNotSpeakTo = null, note = null } = input;
    if ((hoursFrom === null) !== (hoursUntil === null))
      throw Problem.at(hoursFrom === null ? '/hoursFrom' : '/hoursUntil', 'both-hours', 'Give both hours or none.');
    if (hoursFrom && hoursUntil && hoursUntil <= hoursFrom)
      throw Problem.at('/hoursUntil', 'before-it-began', 'This must be later than the hour from which it is safe.');
    const texts = { '/maySpeakTo': maySpeakTo, '/mustNotSpeakTo': mustNotSpeakTo, '/note': note };
    await this.freeText.check(caseId, texts);
    const before = await safeContactOf(open);
    if ((before?.version ?? 0) !== version) throw new StaleVersion();
    const { phone, voicemail, text, email, letter, inPerson, viaThirdParty } = input;
    this.versions.insert({
      ...{ id: newId(), caseId, maracId: open.maracId, version: version + 1 },
      ...{ phone, voicemail, text, email, letter, inPerson, viaThirdParty },
      ...{ hoursFrom, hoursUntil, maySpeakTo, mustNotSpeakTo, note, recordedBy: `${actor.kind}:${actor.id}` },
    });
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action: 'safe-contact.recorded', subject, maracId: open.maracId, labels: ['CONTACT'] });
    await tx().settle();
    return this.shown(open);
  }

  /** All that is known, for the rule that decides. The reader must see CONTACT. */
  async facts(open: OpenCase): Promise<SafeContactFacts> {
    return factsOf(await safeContactOf(open), await phonesOf(open));
  }

  private async shown(open: OpenCase): Promise<SafeContactView> {
    const { caseId, maracId } = open;
    const withheld = await keptFrom(open, 'safeContact');
    if (withheld.length > 0) return { caseId, withheld, version: 0 };
    const [row, phones] = [await safeContactOf(open), await phonesOf(open)];
    const facts = factsOf(row, phones);
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action: 'safe-contact.read', subject, maracId, purpose: 'read-case', labels: ['CONTACT'] });
    const safeContact: SafeContactKnownView = {
      channels: CHANNELS.map((channel) => ({ channel, safe: channelSafety(channel, facts) })),
      phones,
      hoursFrom: row?.hoursFrom ?? null,
      hoursUntil: row?.hoursUntil ?? null,
      maySpeakTo: row?.maySpeakTo ?? null,
      mustNotSpeakTo: row?.mustNotSpeakTo ?? null,
      note: row?.note ?? null,
      recordedBy: row?.recordedBy ?? null,
      recordedAt: row?.recordedAt.toISOString() ?? null,
    };
    return { caseId, safeContact, withheld, version: row?.version ?? 0 };
  }
}

function factsOf(row: SafeContactRow | undefined, phones: SafeContactFacts['phones']): SafeContactFacts {
  if (!row) return { channels: null, hours: null, phones };
  const { phone, voicemail, text, email, letter, inPerson, viaThirdParty, hoursFrom, hoursUntil } = row;
  const hours = hoursFrom && hoursUntil ? { from: hoursFrom, until: hoursUntil } : null;
  const spoken = { PHONE: phone, VOICEMAIL: voicemail, TEXT: text };
  const channels = { ...spoken, EMAIL: email, LETTER: letter, IN_PERSON: inPerson, VIA_THIRD_PARTY: viaThirdParty };
  return { channels, hours, phones };
}
