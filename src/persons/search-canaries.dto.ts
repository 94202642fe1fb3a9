import { DateOnly, Id, Instant, Text } from '../platform/http/fields.js';

export class NewCanary {
  @Id({ about: 'MARAC whose auditors are told' }) maracId: string;
  @Text({ about: 'Invented surname, unlike anybody’s', max: 200 }) familyName: string;
  @Text({ about: 'Invented forenames', max: 200 }) givenNames: string;
  @DateOnly({ about: 'Invented birth date' }) birthDate: string;
  @Text({ about: 'Invented telephone: 07700 900000 to 900999', max: 60, optional: true }) phone?: string;
}

export class CanaryView {
  @Id({ about: 'The canary' }) id: string;
  @Text({ about: 'By which you speak of it: the name is not kept', max: 20, example: 'CANARY-1F3A9C02' }) ref: string;
  @Id({ about: 'MARAC whose auditors are told' }) maracId: string;
  @Instant({ about: 'When it was registered' }) registeredAt: string;
  @Instant({ about: 'When it was taken out of use', optional: true }) retiredAt: string | null;
}
