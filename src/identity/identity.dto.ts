import { Email, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { MIN_PASSWORD } from './password.rules.js';
import { type Role, ROLES } from './roles.rules.js';
import { SECOND_FACTOR_STATES, type SecondFactorState, SIGN_IN_METHODS, type SignInMethod } from './session.rules.js';

export class SignIn {
  // any text: an address that cannot be one is refused as every other that does not fit
  @Text({ about: 'Address you sign in with', max: 320 }) email: string;
  @Text({ about: 'Password', max: 256, secret: true }) password: string;
  @Text({
    about: 'Code of your authenticator app, to prove the second factor at once',
    max: 16,
    secret: true,
    optional: true,
  })
  code?: string;
}

export class RoleView {
  @Id({ about: 'MARAC; null means all of them', optional: true }) maracId: string | null;
  @Text({ about: 'Its code', max: 8, optional: true }) marac: string | null;
  @OneOf(ROLES, { about: 'Role' }) role: Role;
}

export class SessionView {
  @Id({ about: 'You' }) userId: string;
  @Text({ about: 'Your name', max: 200 }) name: string;
  @Id({ about: 'Your agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 100 }) agency: string;
  @ListOf(() => RoleView, { about: 'Roles you hold', max: 500 }) roles: RoleView[];
  @OneOf(SIGN_IN_METHODS, { about: 'How you signed in' }) method: SignInMethod;
  @YesNo({ about: 'An administrator chose your password: choose your own before anything else' })
  passwordToChange: boolean;
  @OneOf(SECOND_FACTOR_STATES, { about: 'What is to be done next about a second factor' })
  secondFactor: SecondFactorState;
  @Instant({ about: 'When it was last proved; for 15 minutes it opens what locates a victim', optional: true })
  secondFactorAt: string | null;
  @Instant({ about: 'When the session ends at the latest; it ends earlier after 15 idle minutes' }) expiresAt: string;
}

export class NewSessionView {
  @Text({ about: 'Bearer token; shown once', max: 64 }) token: string;
  @Nested(() => SessionView, { about: 'Who is signed in' }) session: SessionView;
}

export class OwnSessionView {
  @Id({ about: 'The session' }) id: string;
  @YesNo({ about: 'The one in use' }) current: boolean;
  @OneOf(SIGN_IN_METHODS, { about: 'How it came about' }) method: SignInMethod;
  @Instant({ about: 'When it began' }) startedAt: string;
  @Instant({ about: 'When it was last used, to the minute' }) lastSeenAt: string;
  @Instant({ about: 'When it ends at the latest' }) expiresAt: string;
}

export class MeetingModeView {
  @Instant({ about: 'Until when the session bears a longer silence' }) until: string;
  @Whole({ about: 'Idle minutes that end it until then' }) idleMinutes: number;
}

export class PasswordChange {
  @Text({ about: 'Password you have', max: 256, secret: true }) current: string;
  @Text({ about: `Password you want: ${MIN_PASSWORD} characters or more`, min: MIN_PASSWORD, max: 256, secret: true })
  password: string;
}

export class NewRole {
  @Id({
    about: 'MARAC in which the role is held; absent: all of them, for administrators and auditors',
    optional: true,
  })
  maracId?: string;
  @OneOf(ROLES, { about: 'Role' }) role: Role;
}

export class NewUser {
  @Id({ about: 'Agency the person works for' }) agencyId: string;
  @Email({ about: 'Address the person signs in with' }) email: string;
  @Text({ about: 'Name', max: 200 }) name: string;
  @Text({ about: `First password: ${MIN_PASSWORD} characters or more`, min: MIN_PASSWORD, max: 256, secret: true })
  password: string;
  @ListOf(() => NewRole, { about: 'Roles', min: 1, max: 50 }) roles: NewRole[];
}

export class UserRoleView {
  @Id({ about: 'MARAC; null means all of them', optional: true }) maracId: string | null;
  @OneOf(ROLES, { about: 'Role' }) role: Role;
}

export class UserView {
  @Id({ about: 'The person' }) id: string;
  @Text({ about: 'Name', max: 200 }) name: string;
  @Email({ about: 'Address the person signs in with' }) email: string;
  @Id({ about: 'Agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 100 }) agency: string;
  @YesNo({ about: 'False once deactivated' }) active: boolean;
  @ListOf(() => UserRoleView, { about: 'Roles', max: 500 }) roles: UserRoleView[];
}
