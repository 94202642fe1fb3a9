import { Id, Text, Whole, YesNo } from '../platform/http/fields.js';

export class NewManager {
  @Id({ about: 'An active person of the agency' }) userId: string;
}

/** Who answers for an agency when its representatives do not. */
export class ManagerView {
  @Id({ about: 'This entry' }) id: string;
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @Id({ about: 'Who answers for it' }) userId: string;
  @Text({ about: 'Their name', max: 200 }) name: string;
  @YesNo({ about: 'Whether they still sign in: who left is told nothing' }) active: boolean;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 2_147_483_647 }) version: number;
}
