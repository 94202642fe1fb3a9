import type { Channel, Safety } from './contact-codes.rules.js';

/** A telephone of the victim as the case has it. */
export interface Phone {
  id: string;
  safeToCall: Safety;
  safeVoicemail: Safety;
  safeText: Safety;
}

/** What is known of how the victim can be contacted. */
export interface SafeContactFacts {
  /** what was recorded of each channel; null: nobody has */
  channels: Readonly<Record<Channel, Safety>> | null;
  /** between which hours of the day, London time; null: nobody said */
  hours: { from: string; until: string } | null;
  phones: readonly Phone[];
}

/** An attempt as it was made. */
export interface MadeAttempt {
  channel: Channel;
  phoneId: string | null;
  /** HH:MM in London */
  time: string;
}

export type Unsafety = 'unsafe-channel' | 'unsafe-phone' | 'unsafe-hour';

const OF_A_PHONE = { PHONE: 'safeToCall', VOICEMAIL: 'safeVoicemail', TEXT: 'safeText' } as const;
const needsPhone = (channel: Channel): channel is keyof typeof OF_A_PHONE => channel in OF_A_PHONE;

/** How safe one telephone is for a channel. Where it is not safe to call, it is safe for no message either, unless somebody said so. */
function safetyOf(phone: Phone, channel: keyof typeof OF_A_PHONE): Safety {
  const said = phone[OF_A_PHONE[channel]];
  return said === 'NOT_KNOWN' && phone.safeToCall === 'NO' ? 'NO' : said;
}

/** How safe a channel is as a whole: what was recorded of it, otherwise its telephones, of which one that is safe is enough. */
export function channelSafety(channel: Channel, { channels, phones }: SafeContactFacts): Safety {
  const said = channels?.[channel] ?? 'NOT_KNOWN';
  if (said !== 'NOT_KNOWN' || !needsPhone(channel) || phones.length === 0) return said;
  const each = phones.map((phone) => safetyOf(phone, channel));
  if (each.every((one) => one === 'NO')) return 'NO';
  return each.includes('YES') ? 'YES' : 'NOT_KNOWN';
}

/** What the case knows against an attempt as it was made; null when nothing. */
export function unsafety({ channel, phoneId, time }: MadeAttempt, facts: SafeContactFacts): Unsafety | null {
  if (channelSafety(channel, facts) === 'NO') return 'unsafe-channel';
  const phone = facts.phones.find(({ id }) => id === phoneId);
  if (phone && needsPhone(channel) && safetyOf(phone, channel) === 'NO') return 'unsafe-phone';
  const { hours } = facts;
  // a letter and a mail are read at another hour than they are sent
  const atOnce = channel !== 'LETTER' && channel !== 'EMAIL';
  return hours && atOnce && (time < hours.from || time >= hours.until) ? 'unsafe-hour' : null;
}
