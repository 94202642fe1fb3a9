import { Email, Id, Instant, ListOf, Nested, OneOf, Text, YesNo } from '../platform/http/fields.js';
import { type Role, ROLES } from './roles.rules.js';

export class SignIn {
  @Email({ about: 'Address you sign in with' }) email: string;
  @Text({ about: 'Password', max: 256, secret: true }) password: string;
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
  @Instant({ about: 'When the session ends at the latest; it ends earlier after 15 idle minutes' }) expiresAt: string;
}

export class NewSessionView {
  @Text({ about: 'Bearer token; shown once', max: 64 }) token: string;
  @Nested(() => SessionView, { about: 'Who is signed in' }) session: SessionView;
}

export class NewRole {
  @Id({ about: 'MARAC in which the role is held' }) maracId: string;
  @OneOf(ROLES, { about: 'Role' }) role: Role;
}

export class NewUser {
  @Id({ about: 'Agency the person works for' }) agencyId: string;
  @Email({ about: 'Address the person signs in with' }) email: string;
  @Text({ about: 'Name', max: 200 }) name: string;
  @Text({ about: 'First password: 15 characters or more', min: 15, max: 256, secret: true }) password: string;
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
