import { Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { FINDING_CODES } from './finding.rules.js';

export class AuditQuery extends Paging {
  @Text({ about: 'Only about this subject (the id of a case, referral, action, person ...)', max: 64, optional: true })
  subject?: string;
  @Text({ about: 'Only by this person or job', max: 64, optional: true }) actor?: string;
}

export class AuditEventView {
  @Id({ about: 'The event; ids grow with time' }) id: string;
  @Instant({ about: 'When, by the clock of the database' }) at: string;
  @Text({ about: 'user, system, operator or anonymous', max: 20 }) actorKind: string;
  @Text({ about: 'Id of the person, or name of the job', max: 100 }) actorId: string;
  @Text({ about: 'What was done', max: 100, example: 'case.opened' }) action: string;
  @Text({ about: 'Kind of thing it was done to', max: 50 }) subjectKind: string;
  @Text({ about: 'Its id', max: 100 }) subjectId: string;
  @Text({ about: 'Purpose given', max: 100, optional: true }) purpose: string | null;
  @ListOf('text', { about: 'Kinds of information shown, never the information', max: 9, optional: true }) labels:
    string[] | null;
  @OneOf(['DONE', 'REFUSED', 'FAILED'], { about: 'How it ended' }) outcome: string;
  @Text({ about: 'Code of the refusal, or a detail of the deed', max: 100, optional: true }) code: string | null;
}

export class CheckpointQuery {
  @Whole({ about: 'Only those before this one: `next` of the page before', min: 1, optional: true })
  before?: number;
  @Whole({ about: 'How many items at most', min: 1, max: 200, default: 50, optional: true }) limit: number = 50;
}

export class CheckpointView {
  @Whole({ about: 'How many came before it', min: 0 }) number: number;
  @Text({ about: 'Signed note (C2SP tlog-checkpoint)', max: 2000 }) note: string;
}

export class CheckpointPage {
  @ListOf(() => CheckpointView, { about: 'Newest first' }) items: CheckpointView[];
  @Whole({ about: 'Give this as `before` to get the next page; null on the last', optional: true }) next: number | null;
}

export class InclusionProofView {
  @Id({ about: 'The event' }) eventId: string;
  @Text({ about: 'The bytes that were sealed: a JSON array', max: 5000 }) entry: string;
  @Whole({ about: 'Its place in the tree, from 0', min: 0 }) position: number;
  @Text({ about: 'SHA-256 of a zero byte and the entry, base64', max: 44 }) leafHash: string;
  @Whole({ about: 'Entries of the tree', min: 1 }) treeSize: number;
  @ListOf('text', { about: 'Hashes that lead to the root (RFC 9162), base64' }) path: string[];
  @Text({ about: 'Signed note that holds the root', max: 2000 }) checkpoint: string;
}

export class FindingView {
  @OneOf(FINDING_CODES, { about: 'What is wrong' }) code: string;
  @Text({ about: 'In a sentence', max: 300 }) detail: string;
  @Whole({ about: 'Place in the tree', optional: true }) position?: number;
  @Id({ about: 'The event', optional: true }) eventId?: string;
  @Whole({ about: 'Places from this one on', optional: true }) from?: number;
  @Whole({ about: 'To before this one', optional: true }) to?: number;
  @Text({ about: 'Whose checkpoint says so, or which table', max: 100, optional: true }) place?: string;
}

export class ComparedView {
  @Whole({ about: 'In the database' }) inside: number;
  @Whole({ about: 'Outside it' }) outside: number;
  @Whole({ about: 'Entries that the largest one outside covers' }) largestOutside: number;
}

export class VerificationView {
  @YesNo({ about: 'Nothing is wrong' }) ok: boolean;
  @Id({ about: 'The log', optional: true }) log: string | null;
  @Whole({ about: 'Entries that are sealed' }) entries: number;
  @Whole({ about: 'Entries that are not sealed yet' }) waiting: number;
  @Text({ about: 'Root that the entries lead to, base64', max: 44 }) root: string;
  @Nested(() => ComparedView, { about: 'Signed checkpoints that were compared' }) checkpoints: ComparedView;
  @ListOf(() => FindingView, { about: 'What is wrong' }) findings: FindingView[];
  @Whole({ about: 'Findings beyond those' }) untold: number;
}
