import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { ownFilesInWords } from '../maracs/own-files.rules.js';
import type { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import { firstPage } from './first-page.rules.js';
import { type Refusal, refusal } from './handing-out.rules.js';
import { caseBlocks } from './pack-text.rules.js';
import { type Pack, Packs } from './packs.service.js';
import { PAPER_RULES } from './papers-section.rules.js';
import { Content, Copy } from './papers.entity.js';
import { handOut, lockCopies, type MeetingFacts, recallsOf } from './papers.queries.js';
import type { PaperDocument } from './paper-document.js';
import { Readers } from './readers.service.js';
import { Renderer } from './renderer.service.js';
import { momentInWords } from './words.rules.js';

/** A copy that leaves. */
export interface HandedOut {
  number: number;
  bytes: Uint8Array;
}

interface Begun {
  copyId: string;
  cases: number;
  maracId: string;
  meetingId: string;
  paper: PaperDocument;
}

const TITLES: Record<Refusal, [status: number, title: string]> = {
  'not-planned': [409, 'The meeting is over or was cancelled.'],
  'not-circulated': [409, 'The list of this meeting was not circulated yet: there are no papers.'],
  'papers-recalled': [409, 'The papers of this meeting were called back. None leaves until they are released again.'],
  'declaration-needed': [403, 'Declare confidentiality for this meeting first.'],
  'no-papers': [409, 'There is no case of this meeting that you may take away.'],
};

/**
 * Hands out a meeting's papers: one rendering for one reader, with a number of its own. It is recorded who was given what of which
 * case before a byte is rendered, and the copy enters the register, with the hash of its bytes, before a byte leaves.
 */
@Injectable()
export class Copies {
  private readonly copies = new Store(Copy);
  private readonly contents = new Store(Content);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly readers: Readers,
    private readonly maracs: MaracsReader,
    private readonly packs: Packs,
    private readonly renderer: Renderer,
  ) {}

  /**
   * Call outside a unit of work: rendering holds no connection and no lock.
   * @throws Problem 404; 403 `declaration-needed`; 409 `not-planned`, `not-circulated`, `papers-recalled`, `no-papers`, `changed-meanwhile`; 503 `busy`
   */
  async handOut(actor: Actor, meetingId: string): Promise<HandedOut> {
    const begun = await this.uow.run(actor, () => this.begin(actor, meetingId));
    const rendered = await this.renderer.render(begun.paper);
    await this.uow.run(actor, () => this.finish(begun, rendered));
    return { number: begun.paper.copyNumber, bytes: rendered.bytes };
  }

  private async begin(actor: Actor, meetingId: string): Promise<Begun> {
    const meeting = await this.readers.meeting(meetingId);
    const why = refusal({ ...meeting, circulated: meeting.circulatedAt !== null, cases: Infinity });
    if (why) throw refused(why);
    const pack = await this.packs.of(meeting);
    if (pack.items.length === 0) throw refused('no-papers');
    const number = await this.uow.elevated(() => lockCopies(meetingId, 1));
    const copyId = newId();
    const { maracId, agencyId } = meeting;
    this.copies.insert({ id: copyId, meetingId, maracId, number, userId: actor.id, agencyId });
    for (const { about } of pack.items) {
      const { caseId, labels } = about;
      this.contents.insert({ id: newId(), copyId, caseId, maracId, userId: actor.id, labels: [...labels] });
      this.audit.record({
        action: 'paper.read',
        subject: { kind: 'case', id: caseId },
        maracId,
        purpose: 'prepare-meeting',
        labels,
      });
    }
    const paper = await this.paper(meeting, pack, number);
    return { copyId, cases: pack.items.length, maracId, meetingId, paper };
  }

  private async finish({ copyId, cases, maracId, meetingId }: Begun, rendered: { pages: number; sha256: string }) {
    await this.uow.elevated(() => lockCopies(meetingId, 0));
    if ((await handOut(copyId, rendered.pages, rendered.sha256, cases)) === 0)
      throw Problem.conflict('changed-meanwhile', 'What you may take away has changed meanwhile. Ask again.');
    this.audit.record({
      action: 'paper.handed-out',
      subject: { kind: 'paper-copy', id: copyId },
      maracId,
      purpose: 'prepare-meeting',
    });
  }

  private async paper(meeting: MeetingFacts, pack: Pack, copyNumber: number): Promise<PaperDocument> {
    const { maracId, area, heldOn, venue, agencyKind } = meeting;
    const { marking, handling } = (await this.maracs.rules(maracId, PAPER_RULES, todayIn(TIME_ZONE, new Date()))).rules;
    const reader = `${meeting.reader}, ${meeting.agency}`;
    const front = firstPage({
      ...{ area, heldOn, venue, marking, handling, reader, copyNumber },
      startsAt: pack.guest ? null : meeting.startsAt,
      cases: pack.items.length,
      leftOnScreen: pack.leftOnScreen,
      recalls: await recallsOf(meeting.id),
      ownFile: ownFilesInWords(agencyKind),
    });
    return {
      title: `Papers of a meeting, copy ${copyNumber}`,
      marking,
      reader,
      renderedAt: momentInWords(new Date()),
      copyNumber,
      blocks: [...front, ...pack.items.flatMap(caseBlocks)],
    };
  }
}

function refused(why: Refusal): Problem {
  const [status, title] = TITLES[why];
  return new Problem(status, why, title);
}
