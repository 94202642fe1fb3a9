import { type Label, LABELS } from '../access/labels.js';
import { AnyObject, DateOnly, Id, Instant, ListOf, OneOf, Text, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { type Count, COUNTS } from './count.rules.js';
import { CHOSEN_PARTS, type ChosenPart, type PackagePart, PARTS } from './package.rules.js';
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
  @ListOf(CHOSEN_PARTS, {
    about:
      'What of its history goes along; hearings, actions, assessments without their answers and the flag when not given',
    max: 5,
    optional: true,
  })
  parts?: ChosenPart[];
  @ListOf('id', {
    about: 'Information that agencies shared with a meeting, and agreed to pass on',
    max: 200,
    optional: true,
  })
  snippetIds?: string[];
  @Text({ about: 'How they agreed; with snippetIds', max: 1000, optional: true }) snippetsAgreed?: string;
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
  @Instant({ about: 'When the new area said that it has it', optional: true }) acknowledgedAt: string | null;
  @Instant({ about: 'When it was decided on', optional: true }) decidedAt: string | null;
  @ListOf(PARTS, { about: 'What of its history goes along; none for who does not oversee the case' })
  parts: PackagePart[];
  @DateOnly({ about: 'When the IDVA here confirmed the handover', optional: true }) leftOn: string | null;
  @DateOnly({ about: 'When the IDVA there did', optional: true }) arrivedOn: string | null;
  @DateOnly({ about: 'When it was heard in the new area: all that is told of it', optional: true }) heardThereOn:
    string | null;
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
  @Instant({ about: 'When you said that you have it', optional: true }) acknowledgedAt: string | null;
  @DateOnly({ about: 'When the IDVA of the old area confirmed the handover', optional: true }) leftOn: string | null;
  @DateOnly({ about: 'When the IDVA of yours did', optional: true }) arrivedOn: string | null;
  @Id({ about: 'The case that you keep of your own', optional: true }) newCaseId: string | null;
  @OneOf(COUNTS, { about: 'How it counts with you', optional: true }) countAs: Count | null;
  @OneOf(COUNTS, { about: 'How it counts by the rule of your area', optional: true }) ruleSays: Count | null;
  @Text({
    about: 'Why it counts otherwise, or is the right case though nobody linked its victims',
    max: 1000,
    optional: true,
  })
  because: string | null;
  @DateOnly({ about: 'When the flag of the old area was set: handed over, it runs on there', optional: true })
  flagSetOn: string | null;
  @DateOnly({ about: 'When that flag ends', optional: true }) flagExpiresOn: string | null;
}

/** Which case of one's own goes on with what came by transfer. */
export class NewReception {
  @Id({ about: 'A case of your MARAC: refer it first' }) caseId: string;
  @OneOf(COUNTS, { about: 'How it counts with you' }) countAs: Count;
  @Text({ about: 'Why it counts otherwise than by your rule, or is the right case though nobody linked its victims', max: 1000, optional: true }) // prettier-ignore
  because?: string;
}

/** A transfer that was received, with how it counts. */
export class ReceptionView extends IncomingView {
  @Text({ about: 'How the rule of your area comes to that: dates only', max: 300 }) arithmetic: string;
}

export const SEALS = ['VALID', 'UNSIGNED', 'BROKEN'] as const;

/** Whether a package is exactly what the old area signed. */
export class PackageCheckView {
  @Id({ about: 'The transfer' }) transferId: string;
  @OneOf(SEALS, { about: 'VALID: as signed. UNSIGNED: offered before packages were signed. BROKEN: do not rely on it' })
  seal: (typeof SEALS)[number];
}

/** A package, for coordinators of both areas: as it was put together and signed when it was offered. */
export class PackageView extends PackageCheckView {
  @AnyObject({ about: 'What was signed: "marac-transfer/1", a line end, and this by RFC 8785 with format added' })
  document: object;
  @Text({ about: 'Ed25519 signature, base64', max: 100, optional: true }) signature: string | null;
  @Text({ about: 'The key that signs now, 32 bytes as base64', max: 100 }) publicKey: string;
}

export const SIDES = ['LEAVING', 'ARRIVING'] as const;
export type Side = (typeof SIDES)[number];

export class NewHandover {
  @OneOf(SIDES, { about: 'LEAVING: you support the victim where she leaves. ARRIVING: where she arrives' }) side: Side;
  @DateOnly({ about: 'When you spoke with the other IDVA' }) spokeOn: string;
}

export class HandoverQuery {
  @OneOf(SIDES, { about: 'Whose eyes; those of the side that you support when not given', optional: true }) side?: Side;
}

/** How far the handover between the IDVAs of two areas is. */
export class HandoverView {
  @Id({ about: 'The transfer' }) transferId: string;
  @OneOf(SIDES, { about: 'Whose eyes' }) side: Side;
  @OneOf(TRANSFER_STATUSES, { about: 'What became of the offer' }) status: TransferStatus;
  @DateOnly({ about: 'When the IDVA of the old area confirmed', optional: true }) leftOn: string | null;
  @DateOnly({ about: 'When the IDVA of the new one did', optional: true }) arrivedOn: string | null;
  @ListOf('text', { about: 'IDVA services of the other area' }) services: string[];
  @Text({ about: 'Who confirmed there', max: 200, optional: true }) colleague: string | null;
  @Text({ about: 'Their address at work', max: 254, optional: true }) email: string | null;
  @OneOf(['NOT_SHARED', 'SECOND_FACTOR_NEEDED'], {
    about: 'Why the other side is withheld: it tells where the victim is (LOCATION_SAFE)',
    optional: true,
  })
  otherWithheld: 'NOT_SHARED' | 'SECOND_FACTOR_NEEDED' | null;
}
