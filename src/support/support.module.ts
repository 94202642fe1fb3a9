import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { ReferralsModule } from '../referrals/referrals.module.js';
import { Caseloads } from './caseloads.service.js';
import { ClockWatch, SWEEP_CONTACT_CLOCKS } from './clock-watch.service.js';
import { ContactClocks } from './contact-clocks.service.js';
import { ContactsController } from './contacts.controller.js';
import { Contacts } from './contacts.service.js';
import { SafeContacts } from './safe-contact.service.js';
import { CASE_ALLOCATED, CONTACT_BREACHED, CONTACT_DUE, CONTACT_UNSAFE } from './support.events.js';
import { SupportReader } from './support.reader.js';
import { SupportersController } from './supporters.controller.js';
import { Supporters } from './supporters.service.js';

@Module({
  imports: [AccessModule, MaracsModule, PersonsModule, ReferralsModule],
  controllers: [ContactsController, SupportersController],
  providers: [
    ...[Contacts, SafeContacts, ContactClocks, ClockWatch, Supporters, Caseloads, SupportReader],
    provideFreeText({
      'support.contacts.needs': 'needs of a victim as an IDVA noted them',
      'support.contacts.override_reason': 'why an unsafe contact was made',
      'support.contacts.because': 'correction of a contact',
      'support.safe_contact.may_speak_to': 'who may be spoken to',
      'support.safe_contact.must_not_speak_to': 'who must not be spoken to',
      'support.safe_contact.note': 'how a victim can be contacted',
      'support.supporters.reason': 'why a case was given to an IDVA',
    }),
    provideDueKinds([CONTACT_DUE]),
    provideEvents([CONTACT_BREACHED, CONTACT_UNSAFE, CASE_ALLOCATED]),
    provideJobs([SWEEP_CONTACT_CLOCKS]),
  ],
  exports: [Supporters, SupportReader],
})
export class SupportModule {}
