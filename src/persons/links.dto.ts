import { Id, Instant, ListOf, Nested, OneOf, Text, Whole } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { LINK_DECISIONS, type LinkDecision, PROPOSAL_STATUSES, type ProposalStatus } from './links.rules.js';
import { FoundPersonView } from './search.dto.js';

export const CERTAINTIES = ['CERTAIN', 'PROBABLE', 'POSSIBLE'] as const;

export class LinkProposalQuery extends Paging {
  @Id({ about: 'Only of this MARAC', optional: true }) marac?: string;
  @OneOf(PROPOSAL_STATUSES, { about: 'WAITING: nobody decided yet', optional: true }) status?: ProposalStatus;
}

/** A record of another area is there and no more of it, unless it was shared with you. */
export class LinkProposalView {
  @Id({ about: 'The proposal' }) id: string;
  @OneOf(PROPOSAL_STATUSES, { about: 'What was decided' }) status: ProposalStatus;
  @Id({ about: 'MARAC of the later record' }) maracId: string;
  @Nested(() => FoundPersonView, { about: 'The later record' }) record: FoundPersonView;
  @Nested(() => FoundPersonView, { about: 'The earlier record; null when another area keeps it', optional: true })
  other: FoundPersonView | null;
  @Text({ about: 'MARAC of the earlier record: whom to ask', max: 200 }) otherMarac: string;
  @OneOf(CERTAINTIES, { about: 'How sure the match is; null when you may not see the other record', optional: true })
  certainty: string | null;
  @ListOf('text', { about: 'What agrees, in words; none when you may not see the other record' }) evidence: string[];
  @Instant({ about: 'When it was proposed' }) proposedAt: string;
  @Instant({ about: 'When it was decided', optional: true }) decidedAt: string | null;
  @Text({ about: 'Who decided', max: 200, optional: true }) decidedBy: string | null;
  @Whole({ about: 'Version, for If-Match' }) version: number;
}

export class NewLinkDecision {
  @OneOf(LINK_DECISIONS, { about: 'CONFIRM: one person. REJECT: two people, and it is not proposed again' })
  decision: LinkDecision;
}

export class NewLink {
  @Id({ about: 'The other record of the same person, which you may see' }) otherId: string;
}

export class LinkView {
  @Id({ about: 'The link' }) id: string;
  @Id({ about: 'The record' }) personId: string;
  @Nested(() => FoundPersonView, { about: 'The record it is linked with; null when another area keeps it', optional: true })
  other: FoundPersonView | null; // prettier-ignore
  @Text({ about: 'MARAC of that record', max: 200 }) otherMarac: string;
  @OneOf(CERTAINTIES, { about: 'How sure the match was; null when you may not see the other record', optional: true })
  certainty: string | null;
  @ListOf('text', { about: 'What agreed, in words; none when you may not see the other record' }) evidence: string[];
  @Instant({ about: 'Since when' }) linkedAt: string;
  @Text({ about: 'Who decided; null when it was certain and linked by itself', max: 200, optional: true })
  linkedBy: string | null;
  @Instant({ about: 'When it was undone', optional: true }) undoneAt: string | null;
  @Text({ about: 'Who undid it', max: 200, optional: true }) undoneBy: string | null;
}

export class LinksView {
  @ListOf(() => LinkView, { about: 'Links of the record, undone ones too, oldest first' }) items: LinkView[];
}
