import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsService } from '../maracs/maracs.service.js';
import { hashPassword } from '../platform/crypto/passwords.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { newOneTimeCode, oneTimeCodeHash } from './one-time-code.js';
import { refuseWeak } from './password.service.js';
import type { FirstAdministrator, SetupDoneView } from './setup.dto.js';
import { hasAdministrator, hasLiveCode, keepSetupCode, lockSetup, useSetupCode } from './setup.queries.js';
import { PASSWORD_TRIES } from './throttle.rules.js';
import { Throttle } from './throttle.js';
import { UsersService } from './users.service.js';

const CODE_HOURS = 24;
const SETTING_UP = Actor.system('setup');

/** The first administrator of a new deployment, let in by a code that only who runs the server has seen. */
@Injectable()
export class SetupService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly maracs: MaracsService,
    private readonly users: UsersService,
    private readonly throttle: Throttle,
  ) {}

  /** A code for a database that has no administrator and was given none that still serves; else null. */
  codeForFirstStart(): Promise<string | null> {
    return this.uow.run(SETTING_UP, async () => {
      await lockSetup();
      return (await hasAdministrator()) || (await hasLiveCode()) ? null : this.newCode();
    });
  }

  /** A fresh code in place of those before it; null once there is an administrator. */
  freshCode(): Promise<string | null> {
    return this.uow.run(Actor.operator('setup-code'), async () => {
      await lockSetup();
      return (await hasAdministrator()) ? null : this.newCode();
    });
  }

  /**
   * Makes the agency and its administrator, who administers every MARAC there will be. Works once.
   * @throws Problem 401 `setup-refused`, whatever was wrong with the code; 422 for a weak password; 429 `too-many-tries`
   */
  async setUp(input: FirstAdministrator, network: string): Promise<SetupDoneView> {
    const { name, email, agency, password } = input;
    refuseWeak(password, { name, email, agency, maracs: [] });
    const attempt = await this.throttle.begin({ what: 'setup', account: 'setup', network, limits: PASSWORD_TRIES });
    const passwordHash = await hashPassword(password);
    const done = await this.uow.run(SETTING_UP, async () => {
      await lockSetup();
      const may = !(await hasAdministrator()) && (await useSetupCode(oneTimeCodeHash(input.code)));
      attempt.decide(may);
      if (!may) {
        this.audit.record({ action: 'setup.refused', subject: { kind: 'setup', id: 'first-administrator' } });
        return null;
      }
      const agencyId = await this.maracs.agencyCalled(agency, 'MARAC_TEAM');
      const roles = [{ maracId: null, role: 'ADMINISTRATOR' as const }];
      const userId = this.users.enrol({ agencyId, email, name, passwordHash, roles });
      this.audit.record({ action: 'setup.done', subject: { kind: 'user', id: userId } });
      return { userId, agencyId };
    });
    if (!done)
      throw new Problem(401, 'setup-refused', 'This code does not serve. Ask whoever runs the server for a fresh one.');
    return done;
  }

  private async newCode(): Promise<string> {
    const code = newOneTimeCode();
    await keepSetupCode(newId(), oneTimeCodeHash(code), CODE_HOURS);
    this.audit.record({ action: 'setup.code-given', subject: { kind: 'setup', id: 'first-administrator' } });
    return code;
  }
}
