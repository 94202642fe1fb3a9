import { Injectable } from '@nestjs/common';
import { Protocols } from '../access/protocols.service.js';
import type { Role } from '../identity/roles.rules.js';
import { AuthenticatorApps } from '../identity/authenticator-app.service.js';
import { UsersService } from '../identity/users.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { MaracsService, TIME_ZONE } from '../maracs/maracs.service.js';
import { hashPassword } from '../platform/crypto/passwords.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { addMonths, todayIn } from '../platform/values/dates.js';

/** The password of every sample person. Published, so no sample partnership belongs where real cases are. */
export const SAMPLE_PASSWORD = 'northbridge-sample-only';

/** The secret of every sample person's authenticator app, in base 32. Published like the password. */
export const SAMPLE_TOTP_SECRET = 'NORTHBRIDGESAMPLEONLYNOTFORCASES';

export const SAMPLE_MARACS = { NB: 'Northbridge', SB: 'Southbridge' } as const;
export type SampleCode = keyof typeof SAMPLE_MARACS;

/** The twelve agencies of the sample, members of both MARACs. */
export const SAMPLE_AGENCIES = [
  ['Police', 'POLICE', 'police'],
  ['IDVA service', 'IDVA', 'idva-service'],
  ["Children's social care", 'CSC', 'childrens-social-care'],
  ['Adult social care', 'ASC', 'adult-social-care'],
  ['Primary care', 'PRIMARY_CARE', 'primary-care'],
  ['Acute hospital', 'ACUTE', 'acute-hospital'],
  ['Mental health', 'MENTAL_HEALTH', 'mental-health'],
  ['Housing', 'HOUSING_LA', 'housing'],
  ['Probation', 'PROBATION', 'probation'],
  ['Substance misuse', 'SUBSTANCE', 'substance-misuse'],
  ['Education', 'EDUCATION', 'education'],
  ['Voluntary sector', 'VOLUNTARY_DA', 'voluntary-sector'],
] as const;
type AgencyName = (typeof SAMPLE_AGENCIES)[number][0];

interface Post {
  box: string;
  agency: AgencyName;
  role: Role;
}

const POSTS: readonly Post[] = [
  { box: 'coordinator', agency: 'Police', role: 'COORDINATOR' },
  { box: 'chair', agency: 'Police', role: 'CHAIR' },
  { box: 'administrator', agency: 'Police', role: 'ADMINISTRATOR' },
  { box: 'idva', agency: 'IDVA service', role: 'IDVA' },
  { box: 'referrer', agency: 'Primary care', role: 'REFERRER' },
  { box: 'auditor', agency: 'Adult social care', role: 'AUDITOR' },
  { box: 'analyst', agency: 'Police', role: 'ANALYST' },
  { box: 'observer', agency: 'Voluntary sector', role: 'OBSERVER' },
  ...SAMPLE_AGENCIES.map(([agency, , box]) => ({ box, agency, role: 'AGENCY_REPRESENTATIVE' as const })),
  { box: 'manager', agency: 'Housing', role: 'AGENCY_MANAGER' },
  { box: 'lead', agency: 'Housing', role: 'STRATEGIC_LEAD' },
  { box: 'steering', agency: 'Adult social care', role: 'STEERING_GROUP' },
];

/** Invented, one to a post, in the order of the posts. */
const NAMES: Record<SampleCode, readonly string[]> = {
  NB: [
    'Ruth Okafor', 'Gareth Pryce', 'Samina Aslam', 'Niamh Gallagher', 'Dele Adeyemi', 'Morag Sinclair', 'Wei Zhang', 'Ana Correia',
    'Tom Hadley', 'Priya Nair', 'Joanna Zielinska', 'Frank Thornley', 'Adaeze Nwosu', 'Helen Marsh', 'Ioana Petrescu', 'Marcus Beckford',
    'Sian Vaughan', 'Hassan Qureshi', 'Lucy Fairbourne', 'Farah Haddad', 'Martin Oakes', 'Grace Amponsah', 'Lena Brandt',
  ],
  SB: [
    'Owen Griffiths', 'Patricia Lowe', 'Rajesh Bhatt', 'Ciara Devlin', 'Kwame Mensah', 'Fiona Urquhart', 'Mei Leung', 'Rui Teixeira',
    'Sarah Whitcombe', 'Nadia Iqbal', 'Piotr Kamecki', 'Alison Radwell', 'Emeka Eze', 'Stephen Gray', 'Elena Munteanu', 'Yvette Daley',
    'Rhodri Bevan', 'Ayesha Rahman', 'Daniel Crowhurst', 'Omar Khoury', 'Judith Carver', 'Tunde Balogun', 'Anneke de Wit',
  ],
}; // prettier-ignore

/** Somebody to sign in as. */
export interface SamplePerson {
  email: string;
  name: string;
  agency: string;
  role: Role;
  marac: SampleCode;
}

/** Everybody of the sample, whether founded yet or not. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = (['NB', 'SB'] as const).flatMap((marac) =>
  POSTS.map(({ box, agency, role }, at) => ({
    email: `${box}.${marac.toLowerCase()}@example.org`,
    name: NAMES[marac][at]!,
    agency,
    role,
    marac,
  })),
);

/** Sets up two invented areas, their agencies, signed protocols and people: for trying things out. */
@Injectable()
export class SamplePartnership {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly maracs: MaracsService,
    private readonly reader: MaracsReader,
    private readonly users: UsersService,
    private readonly protocols: Protocols,
    private readonly apps: AuthenticatorApps,
  ) {}

  /** Founds the partnership; does nothing when it is there. True when it was founded now. */
  async found(): Promise<boolean> {
    const passwordHash = await hashPassword(SAMPLE_PASSWORD);
    return this.uow.run(Actor.operator('sample'), async () => {
      if (await this.reader.byCode('NB')) return false;
      const maracs = {
        NB: this.maracs.found('NB', SAMPLE_MARACS.NB).id,
        SB: this.maracs.found('SB', SAMPLE_MARACS.SB).id,
      };
      for (const maracId of Object.values(maracs)) this.publish(maracId);
      const agencies = new Map<string, string>();
      for (const [name, kind] of SAMPLE_AGENCIES) {
        const { id } = await this.maracs.join(maracs.NB, name, kind);
        this.maracs.joinExisting(maracs.SB, id);
        this.sign(id, Object.values(maracs));
        agencies.set(name, id);
      }
      for (const { email, name, agency, role, marac } of SAMPLE_PEOPLE) {
        const roles = [{ maracId: maracs[marac], role }];
        const userId = this.users.enrol({ agencyId: agencies.get(agency)!, email, name, passwordHash, roles });
        this.apps.give(userId, SAMPLE_TOTP_SECRET);
      }
      return true;
    });
  }

  private publish(maracId: string): void {
    const inForceFrom = addMonths(todayIn(TIME_ZONE, new Date()), -12);
    this.protocols.publish({ maracId, version: 1, title: 'Sample information-sharing protocol', inForceFrom });
  }

  /** Signed a year ago, to be reviewed in a year. */
  private sign(agencyId: string, maracIds: string[]): void {
    const today = todayIn(TIME_ZONE, new Date());
    const dates = { signedOn: addMonths(today, -12), reviewDue: addMonths(today, 12) };
    for (const maracId of maracIds) {
      this.protocols.sign({
        maracId,
        agencyId,
        version: 1,
        signatory: 'Chief officer',
        ...dates,
      });
    }
  }
}
