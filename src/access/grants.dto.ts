import { Id, Instant, ListOf, OneOf, Text } from '../platform/http/fields.js';
import type { Origin } from './access.entity.js';
import { GRANT_STATES, type GrantRow } from './grants.queries.js';
import { type Label, LABELS } from './labels.js';
import { LAWFUL_BASIS_CODES, type LawfulBasis } from './lawful-basis.rules.js';
import { DECIDED_PURPOSES } from './purposes.rules.js';

const ORIGINS = ['REFERRAL', 'CIRCULATION', 'RESEARCH', 'ACTION', 'TRANSFER', 'GUEST', 'BREAK_GLASS', 'DECISION'];

export class NewGrant {
  @Id({ about: 'The agency it is shared with; or userId', optional: true }) agencyId?: string;
  @Id({ about: 'The person it is shared with; or agencyId', optional: true }) userId?: string;
  @ListOf(LABELS, { about: 'Kinds of information', min: 1, max: 9 }) labels: Label[];
  @OneOf(DECIDED_PURPOSES, { about: 'What for' }) purpose: string;
  @ListOf(LAWFUL_BASIS_CODES, { about: 'Bases, conditions and powers it rests on', min: 1, max: 10 })
  lawfulBasis: LawfulBasis[];
  @Text({ about: 'Why this agency needs this', max: 1000, multiline: true }) reason: string;
  @Instant({ about: 'Until when; until revoked when not given', optional: true }) until?: string;
  @Id({ about: 'Record of the decision to share without consent, where there is none', optional: true })
  consentId?: string;
}

export class Revocation {
  @Text({ about: 'Why it ends', max: 1000, multiline: true }) reason: string;
}

export class GrantView {
  @Id({ about: 'The sharing decision' }) id: string;
  @Text({
    about: 'Agency or person it was shared with; null where their name would tell where the victim is',
    max: 500,
    optional: true,
  })
  grantee: string | null;
  @OneOf(['LOCATION_SAFE'], { about: 'Why the name is kept from you', optional: true }) withheld:
    'LOCATION_SAFE' | null;
  @ListOf(LABELS, { about: 'Kinds of information shared', max: 9 }) labels: Label[];
  @OneOf(ORIGINS, { about: 'What gave rise to it' }) origin: Origin;
  @Text({ about: 'Purpose', max: 100 }) purpose: string;
  @ListOf(LAWFUL_BASIS_CODES, { about: 'Bases it rests on' }) lawfulBasis: LawfulBasis[];
  @Text({ about: 'Why', max: 1000 }) reason: string;
  @Text({ about: 'Who decided: name and agency', max: 500 }) decidedBy: string;
  @Instant({ about: 'From when' }) startsAt: string;
  @Instant({ about: 'Until when; null is until revoked', optional: true }) endsAt: string | null;
  @Instant({ about: 'When it was revoked', optional: true }) revokedAt: string | null;
  @Text({ about: 'Why it was revoked', max: 1000, optional: true }) revokedBecause: string | null;
  @OneOf(GRANT_STATES, { about: 'How it stands' }) state: GrantRow['state'];
}
