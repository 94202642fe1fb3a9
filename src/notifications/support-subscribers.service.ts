import { Injectable } from '@nestjs/common';
import { Subscribes } from '../platform/events/subscribes.js';
import { CASE_ALLOCATED, CONTACT_BREACHED, CONTACT_UNSAFE } from '../support/support.events.js';
import { SupportReader } from '../support/support.reader.js';
import { Recipients } from './recipients.service.js';
import { SupportRecipients } from './support-recipients.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** A victim whom nobody reached, and a case that somebody holds now: told to the service, and to who oversees the case. */
@Injectable()
export class SupportSubscribers {
  constructor(
    private readonly recipients: Recipients,
    private readonly support: SupportRecipients,
    private readonly reader: SupportReader,
    private readonly tell: Tell,
  ) {}

  @Subscribes(CONTACT_BREACHED, 'notifications.tell-contact-breached')
  async breached({ breachId = '', clockId = '', caseId = '', maracId = '' }: Ids): Promise<void> {
    const breach = await this.reader.breach(breachId);
    if (!breach) throw new Error('the breach is not there');
    const overseers = await this.recipients.overseers(maracId, caseId);
    const about = { caseId, subjectId: clockId, eventId: breachId };
    if (breach === 'UNSUPPORTED') return this.tell.people(overseers, { kind: 'CASE_UNSUPPORTED', ...about });
    const service = await this.support.service(maracId, caseId);
    const late = service.length > 0 ? 'CONTACT_OVERDUE' : 'CONTACT_OVERDUE_UNOWNED';
    const kind = breach === 'ATTEMPTS' ? 'CONTACT_ATTEMPTS_SHORT' : late;
    await this.tell.people([...new Set([...service, ...overseers])], { kind, ...about });
  }

  /** Somebody may be in danger at this moment: whoever oversees the case, and the rest of the service. */
  @Subscribes(CONTACT_UNSAFE, 'notifications.tell-contact-unsafe')
  async unsafe({ caseId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const service = await this.support.service(maracId, caseId);
    const leaders = await this.recipients.leaders(maracId, caseId);
    const told = [...new Set([...service, ...leaders])];
    await this.tell.people(told, { kind: 'CONTACT_UNSAFE', caseId, subjectId: caseId, eventId });
  }

  @Subscribes(CASE_ALLOCATED, 'notifications.tell-allocated')
  async allocated({ userId = '', caseId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const idvas = await this.recipients.ofSupport(maracId, caseId);
    const told = idvas.filter((id) => id === userId);
    await this.tell.people(told, { kind: 'CASE_ALLOCATED', caseId, subjectId: caseId, eventId });
  }
}
