import { Injectable } from '@nestjs/common';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { answersOf, type Form } from './answers.rules.js';

const PURPOSE = 'referral-form';
const LENGTH = 16;

/**
 * Which answers of a form changed, without keeping the form: of each answer a keyed hash, bound to its referral and its question. Who
 * reads the table learns neither an answer nor that two referrals say the same.
 */
@Injectable()
export class FormPrints {
  constructor(private readonly ring: KeyRing) {}

  of(referralId: string, form: Form): string[] {
    return [...answersOf(form)].map(([place, answer]) => `${place}=${this.print(referralId, place, answer)}`);
  }

  /** Questions whose answers are other ones now, given or taken back ones too. All of them when nothing is known of before. */
  changed(referralId: string, before: readonly string[], form: Form): string[] {
    const known = new Map(before.map((print) => print.split('=', 2) as [string, string]));
    const answers = answersOf(form);
    const isSame = (place: string, answer: string) =>
      this.ring
        .fingerprints(`${referralId} ${place} ${answer}`, PURPOSE)
        .some((hash) => shortened(hash) === known.get(place));
    const other = [...answers].filter(([place, answer]) => !isSame(place, answer)).map(([place]) => place);
    const gone = [...known.keys()].filter((place) => !answers.has(place));
    return [...other, ...gone];
  }

  private print(referralId: string, place: string, answer: string): string {
    return shortened(this.ring.fingerprint(`${referralId} ${place} ${answer}`, PURPOSE));
  }
}

const shortened = (hash: Buffer): string => hash.toString('hex').slice(0, LENGTH * 2);
