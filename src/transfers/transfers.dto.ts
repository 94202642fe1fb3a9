import { type Label, LABELS } from '../access/labels.js';
import { Id, Instant, ListOf, OneOf, Text, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { TRANSFER_KINDS, TRANSFER_STATUSES, type TransferKind, type TransferStatus } from './transfer.rules.js';

export class NewTransfer {
  @Id({ about: 'The MARAC of the new area' }) toMaracId: string;
  @OneOf(TRANSFER_KINDS, { about: 'Whether the victim moved for good' }) kind: TransferKind;
  @Text({ about: 'Why, without a word on where to', max: 1000 }) reason: string;
  @ListOf(LABELS, { about: 'Kinds of information that go along; all that may when not given', max: 9, optional: true })
  contents?: Label[];
  @YesNo({ about: 'Whether protected addresses go along', optional: true }) withLocations?: boolean;
  @Text({ about: 'Why the new area needs them; with withLocations', max: 1000, optional: true })
  locationsBecause?: string;
}

export class TransferRefusal {
  @Text({ about: 'Why', max: 1000 }) reason: string;
}

/** A transfer as the area that offered it sees it. */
export class TransferView {
  @Id({ about: 'The transfer' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @OneOf(TRANSFER_KINDS, { about: 'Whether the victim moved for good' }) kind: TransferKind;
  @Text({ about: 'Why', max: 1000 }) reason: string;
  @ListOf(LABELS, { about: 'Kinds of information that go along' }) labels: Label[];
  @YesNo({ about: 'The case was heard here' }) alreadyHeard: boolean;
  @YesNo({ about: 'It stands on a list that was circulated' }) listCirculated: boolean;
  @OneOf(TRANSFER_STATUSES, { about: 'What became of the offer' }) status: TransferStatus;
  @Instant({ about: 'When it was offered' }) offeredAt: string;
  @Instant({ about: 'When it was decided on', optional: true }) decidedAt: string | null;
  @Id({ about: 'The MARAC of the new area; null when withheld', optional: true }) toMaracId: string | null;
  @OneOf(['NOT_SHARED', 'SECOND_FACTOR_NEEDED'], {
    about: 'Why the new area is withheld: it tells where the victim is (LOCATION_SAFE)',
    optional: true,
  })
  toMaracWithheld: 'NOT_SHARED' | 'SECOND_FACTOR_NEEDED' | null;
}

export class IncomingQuery extends Paging {
  @Id({ about: 'The MARAC to which cases are offered' }) marac: string;
}

/** A transfer as the area to which it is offered sees it: nothing of the case before it is accepted. */
export class IncomingView {
  @Id({ about: 'The transfer' }) id: string;
  @Id({ about: 'The MARAC that offers it' }) fromMaracId: string;
  @Text({ about: 'Its name', max: 200 }) fromMarac: string;
  @OneOf(TRANSFER_STATUSES, { about: 'What became of it' }) status: TransferStatus;
  @Instant({ about: 'When it was offered' }) offeredAt: string;
  @Instant({ about: 'When it was decided on', optional: true }) decidedAt: string | null;
  @Id({ about: 'The case, once accepted and while you may read the package', optional: true }) caseId: string | null;
  @Text({ about: 'Its reference', max: 20, optional: true }) ref: string | null;
  @OneOf(TRANSFER_KINDS, { about: 'Once accepted: whether the victim moved for good', optional: true })
  kind: TransferKind | null;
  @Text({ about: 'Once accepted: why', max: 1000, optional: true }) reason: string | null;
  @YesNo({ about: 'Once accepted: the case was heard there', optional: true }) alreadyHeard: boolean | null;
  @YesNo({ about: 'Once accepted: it stands on a list that was circulated there', optional: true })
  listCirculated: boolean | null;
}
