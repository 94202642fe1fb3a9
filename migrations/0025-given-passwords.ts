import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A password that somebody else chose for a person opens nothing but the choice of their own, and that for a week. */
export class GivenPasswords0025 implements MigrationInterface {
  name = 'GivenPasswords1790000000025';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- when an administrator chose the password; null once the person chose one
      alter table identity.users add password_given_at timestamptz;`);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
