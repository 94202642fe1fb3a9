import { Module } from '@nestjs/common';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideResealed } from '../platform/crypto/resealed.js';
import { provideJobs } from '../platform/queue/job.js';
import { AuthenticatorApps, sealedFor } from './authenticator-app.service.js';
import { Challenges } from './challenges.js';
import { Enrolment } from './enrolment.js';
import { FORGET_TRIES, IdentityJobs } from './identity.jobs.js';
import { IdentityReader } from './identity.reader.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeysService } from './passkeys.service.js';
import { PasswordService } from './password.service.js';
import { RecoveryService } from './recovery.service.js';
import { SecondFactorController } from './second-factor.controller.js';
import { RecentSessions } from './session-cache.js';
import { SessionCookie } from './session-cookie.js';
import { SessionIssuer } from './session-issuer.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SetupController } from './setup.controller.js';
import { SetupService } from './setup.service.js';
import { SignInService } from './sign-in.service.js';
import { StepUpService } from './step-up.service.js';
import { Throttle } from './throttle.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';
import { WebAuthn } from './webauthn.js';

const SESSIONS = [RecentSessions, SessionCookie, SessionIssuer, SessionsService, Throttle];
const SECOND_FACTORS = [AuthenticatorApps, Challenges, Enrolment, PasskeysService, RecoveryService, WebAuthn];
const SIGN_INS = [PasskeySignIn, PasswordService, SetupService, SignInService, StepUpService];

@Module({
  imports: [MaracsModule],
  controllers: [SessionsController, SecondFactorController, PasskeysController, SetupController, UsersController],
  providers: [
    ...SESSIONS,
    ...SECOND_FACTORS,
    ...SIGN_INS,
    ...[UsersService, IdentityReader, IdentityJobs],
    provideJobs([FORGET_TRIES]),
    provideResealed({ table: 'identity.authenticator_apps', column: 'sealed_secret', aad: sealedFor }),
  ],
  exports: [...SESSIONS, AuthenticatorApps, SetupService, UsersService, IdentityReader],
})
export class IdentityModule {}
