import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { Safety } from './contact-codes.rules.js';
import type { Phone } from './safe-contact.rules.js';

export interface SafeContactRow {
  version: number;
  phone: Safety;
  voicemail: Safety;
  text: Safety;
  email: Safety;
  letter: Safety;
  inPerson: Safety;
  viaThirdParty: Safety;
  hoursFrom: string | null;
  hoursUntil: string | null;
  maySpeakTo: string | null;
  mustNotSpeakTo: string | null;
  note: string | null;
  recordedBy: string;
  recordedAt: Date;
}

/** What was recorded last of how the victim can be contacted. */
export async function safeContactOf(open: OpenCase): Promise<SafeContactRow | undefined> {
  return tx().one<SafeContactRow>(
    `select s.version, s.phone, s.voicemail, s.text, s.email, s.letter, s.in_person as "inPerson", s.via_third_party as "viaThirdParty",
            to_char(s.hours_from, 'HH24:MI') as "hoursFrom", to_char(s.hours_until, 'HH24:MI') as "hoursUntil",
            s.may_speak_to as "maySpeakTo", s.must_not_speak_to as "mustNotSpeakTo", s.note,
            coalesce(u.name, s.recorded_by) as "recordedBy", s.recorded_at as "recordedAt"
       from support.safe_contact s left join identity.users u on s.recorded_by = 'user:' || u.id
      where s.case_id = $1 order by s.version desc limit 1`,
    [open.caseId],
  );
}

export interface PhoneRow extends Phone {
  phone: string;
}

/** Telephones of the victim, of every referral and added since; of one number, what was said last stands. */
export async function phonesOf(open: OpenCase): Promise<PhoneRow[]> {
  return tx().query<PhoneRow>(
    `select distinct on (p.plain) p.id, p.phone, p."safeToCall", p."safeVoicemail", p."safeText"
       from (select c.id, c.phone, c.safe_to_call as "safeToCall", 'NOT_KNOWN' as "safeVoicemail", 'NOT_KNOWN' as "safeText",
                    persons.plain_phone(c.phone) as plain
               from persons.contacts c join persons.persons v on v.id = c.person_id and v.label = 'IDENTITY'
              where c.case_id = $1 and c.label = 'CONTACT' and c.phone <> ''
              union all
             select d.id, d.phone, d.safe_to_call, d.safe_voicemail, d.safe_text, persons.plain_phone(d.phone)
               from persons.details d join persons.persons v on v.id = d.person_id and v.label = 'IDENTITY'
              where d.case_id = $1 and d.label = 'CONTACT' and d.what = 'PHONE' and d.retracted_at is null) as p
      order by p.plain, p.id desc`,
    [open.caseId],
  );
}
