import { DateOnly, Id, Instant, OneOf, Text } from '../platform/http/fields.js';
import { PAUSE_REASONS, type PauseReason } from './pause.rules.js';

export class NewPause {
  @OneOf(PAUSE_REASONS, { about: 'Why nobody is to be reminded for a while' }) reason: PauseReason;
  @Text({ about: 'In words; required for OTHER', max: 1000, multiline: true, optional: true }) text?: string;
  @DateOnly({
    about:
      'Last day of the pause; at most the next meeting, and at most as long as the rules say: that day when absent',
    optional: true,
  })
  until?: string;
}

export class PauseView {
  @Id({ about: 'The pause' }) id: string;
  @OneOf(PAUSE_REASONS, { about: 'Why' }) reason: PauseReason;
  @Text({ about: 'In words; empty when none were needed', max: 1000, min: 0, multiline: true }) note: string;
  @Instant({ about: 'Since when' }) pausedAt: string;
  @Text({ about: 'Who paused it', max: 200 }) pausedBy: string;
  @Instant({ about: 'When it ends by itself' }) until: string;
  @Instant({ about: 'When it ended', optional: true }) endedAt: string | null;
  @Text({ about: 'Who ended it; the system when its time had come', max: 200, optional: true }) endedBy: string | null;
}
