import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Role } from './roles.rules.js';

@Entity({ schema: 'identity', name: 'users' })
export class User {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('text') email: string;
  @Column('text') name: string;
  @Column('text') passwordHash: string | null;
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

/** A sign-in. The token is known to its holder alone: only its hash is kept. */
@Entity({ schema: 'identity', name: 'sessions' })
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('bytea') tokenHash: Buffer;
  @Column('timestamptz') expiresAt: Date;
}

/** A try to sign in: keyed hashes, so that throttling needs neither address nor account name. */
@Entity({ schema: 'identity', name: 'sign_in_attempts' })
export class SignInAttempt {
  @PrimaryColumn('uuid') id: string;
  @Column('bytea') accountKey: Buffer;
  @Column('bytea') networkKey: Buffer;
  @Column('bool') succeeded: boolean;
}
