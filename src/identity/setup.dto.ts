import { Email, Id, Text } from '../platform/http/fields.js';
import { MIN_PASSWORD } from './password.rules.js';

export class FirstAdministrator {
  @Text({ about: 'One-time code that was printed at the first start', max: 64, secret: true }) code: string;
  @Text({ about: 'Your name', max: 200 }) name: string;
  @Email({ about: 'Address you will sign in with' }) email: string;
  @Text({ about: `Password: ${MIN_PASSWORD} characters or more`, min: MIN_PASSWORD, max: 256, secret: true })
  password: string;
  @Text({ about: 'Name of the agency that runs the MARAC; made if there is none of that name', max: 100 })
  agency: string;
}

export class SetupDoneView {
  @Id({ about: 'You' }) userId: string;
  @Id({ about: 'Your agency' }) agencyId: string;
}
