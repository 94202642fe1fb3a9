import { Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Channel, CHANNELS, type Marking, MARKINGS } from './disclosure.entity.js';
import { type Label, LABELS } from './labels.js';
import { LAWFUL_BASIS_CODES, type LawfulBasis } from './lawful-basis.rules.js';

export class NewDisclosure {
  @Text({ about: 'Who was told: person, post and organisation', max: 300 }) told: string;
  @YesNo({ about: 'Does their name tell where the victim is? A refuge, a school, an agency of another area' })
  locates: boolean;
  @ListOf(LABELS, { about: 'Kinds of information they were told', min: 1, max: 9 }) labels: Label[];
  @ListOf(LAWFUL_BASIS_CODES, { about: 'Bases, conditions and powers it rests on', min: 1, max: 10 })
  lawfulBasis: LawfulBasis[];
  @Text({ about: 'Why they needed it', max: 1000, multiline: true }) reason: string;
  @OneOf(CHANNELS, { about: 'How' }) channel: Channel;
  @OneOf(MARKINGS, { about: 'Marking it carried' }) marking: Marking;
  @Instant({ about: 'When; not in the future' }) toldAt: string;
}

export class DisclosureRecorded {
  @Id({ about: 'The line of the log' }) id: string;
}

export class DisclosureView {
  @Id({ about: 'The sharing decision or the line of the log' }) id: string;
  @OneOf(['SHARED', 'TOLD'], { about: 'Shared in the system, or told outside it' }) kind: 'SHARED' | 'TOLD';
  @Text({ about: 'Who; null where their name would tell where the victim is', max: 500, optional: true }) told:
    string | null;
  @OneOf(['LOCATION_SAFE'], { about: 'Why the name is kept from you', optional: true }) withheld:
    'LOCATION_SAFE' | null;
  @ListOf(LABELS, { about: 'Kinds of information', max: 9 }) labels: Label[];
  @ListOf(LAWFUL_BASIS_CODES, { about: 'Bases it rests on' }) lawfulBasis: LawfulBasis[];
  @Text({ about: 'Why', max: 1200 }) why: string;
  @OneOf(['SYSTEM', ...CHANNELS], { about: 'How' }) channel: Channel | 'SYSTEM';
  @OneOf(MARKINGS, { about: 'Marking, of what was told outside', optional: true }) marking: Marking | null;
  @Text({ about: 'Who decided or told it: name and agency', max: 500 }) by: string;
  @Instant({ about: 'When it was told, or from when it was shared' }) at: string;
  @Instant({ about: 'When the sharing ended or ends; null while it has no end', optional: true }) until: string | null;
  @Whole({ about: 'How often the case was opened under it', min: 0 }) openings: number;
  @Instant({ about: 'When it was first opened', optional: true }) firstOpenedAt: string | null;
  @Instant({ about: 'When it was last opened', optional: true }) lastOpenedAt: string | null;
}
