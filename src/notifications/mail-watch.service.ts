import { Injectable } from '@nestjs/common';
import { newId } from '../platform/db/ids.js';
import { EventLog } from '../platform/log/event-log.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { StuckWork } from '../platform/queue/stuck-work.js';
import { areasWaiting, beginOutage, endOutage, notGoingOutSince, outageUnderway } from './outage.queries.js';
import { Tell } from './tell.service.js';
import { administratorsOf } from './who-sees.queries.js';

/** Looks whether mail leaves the house. */
export const WATCH_MAIL = defineJob({ name: 'notifications.watch-mail', every: '1m' });

/** A server may be restarted, and a receiver may be slow; longer than this is an outage. */
export const MAIL_ALARM_MINUTES = 15;

const OUTAGE = 'mail is not going out';

/**
 * A mail server that nobody reaches loses nothing: every mail waits and is tried again. But who waits for an alert does not know,
 * so administrators find it in their inbox, which needs no mail, and it stands among the stuck work and in the log.
 */
@Injectable()
export class MailWatch {
  constructor(
    private readonly tell: Tell,
    private readonly stuck: StuckWork,
    private readonly log: EventLog,
  ) {}

  @Handles(WATCH_MAIL)
  async watch(): Promise<void> {
    const since = await notGoingOutSince(MAIL_ALARM_MINUTES);
    if (!since) {
      if ((await endOutage()) > 0) this.stuck.resolve(OUTAGE);
      return;
    }
    if (await beginOutage(newId(), since)) {
      const errorCode = 'mail-not-going-out';
      this.stuck.report({ fingerprint: OUTAGE, lane: 'JOB', name: WATCH_MAIL.name, ids: {}, errorCode });
      this.log.warn('mail.not-going-out', { name: WATCH_MAIL.name });
    }
    const outageId = await outageUnderway();
    if (!outageId) return;
    for (const maracId of await areasWaiting()) {
      const people = await administratorsOf(maracId, null);
      await this.tell.ofMarac(people, { kind: 'MAIL_NOT_GOING_OUT', maracId, subjectId: outageId, eventId: outageId });
    }
  }
}
