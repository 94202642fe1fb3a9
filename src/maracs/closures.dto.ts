import { DateOnly, Id, Text } from '../platform/http/fields.js';

export class NewClosure {
  @DateOnly({ about: 'The day; not in the past', example: '2027-05-10' }) day: string;
  @Text({ about: 'What it is', max: 100, example: 'Proclaimed bank holiday' }) name: string;
}

export class ClosureView {
  @Id({ about: 'The closure' }) id: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @DateOnly({ about: 'A day that does not count as a working day here' }) day: string;
  @Text({ about: 'What it is', max: 100 }) name: string;
}
