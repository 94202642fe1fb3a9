import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schemas start closed: the app role gets what each feature's migration grants it, and owns nothing. */
export class Platform0001 implements MigrationInterface {
  name = 'Platform1790000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create schema platform;
      grant usage on schema platform to marac_app;
      revoke all on schema public from public;
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is not undone: drop the database instead');
  }
}
