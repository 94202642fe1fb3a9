import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Role } from './roles.rules.js';

@Entity({ schema: 'identity', name: 'users' })
export class User {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('text') email: string;
  @Column('text') name: string;
  @Column('text') passwordHash: string | null;
  /** when an administrator chose the password; null once the person chose their own */
  @Column('timestamptz') passwordGivenAt: Date | null;
  @Column('timestamptz') deactivatedAt: Date | null;
  @VersionColumn() version: number;
}

/** A role held in one MARAC; null means in all of them (administrators and auditors of the deployment). */
@Entity({ schema: 'identity', name: 'user_roles' })
export class UserRole {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('uuid') maracId: string | null;
  @Column('text') role: Role;
}

/** What generates the codes of a second factor; offered until `confirmedAt`. */
@Entity({ schema: 'identity', name: 'authenticator_apps' })
export class AuthenticatorApp {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('bytea') sealedSecret: Buffer;
  @Column('timestamptz') confirmedAt: Date | null;
  @Column('bigint') lastStep: number;
}

/** A key pair of a person's device; the private half never leaves it. */
@Entity({ schema: 'identity', name: 'passkeys' })
export class Passkey {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('text') credentialId: string;
  @Column('bytea') publicKey: Buffer;
  @Column('bigint') counter: number;
  @Column('text', { array: true }) transports: string[];
  @Column('text') name: string;
}

/** A try to sign in: keyed hashes, so that throttling needs neither address nor account name. */
@Entity({ schema: 'identity', name: 'sign_in_attempts' })
export class SignInAttempt {
  @PrimaryColumn('uuid') id: string;
  @Column('bytea') accountKey: Buffer;
  @Column('bytea') networkKey: Buffer;
  /** null while it is being looked at */
  @Column('bool') succeeded: boolean | null;
}
