import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose claim a promise is: a claim ends with its claimer's connection, so that what a killed worker held is kept at once. */
export class Claimers0047 implements MigrationInterface {
  name = 'Claimers1790000000047';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table platform.due add column claimer integer;
      comment on column platform.due.claimer is 'Backend of who claimed it last; until next_at it is theirs, unless they are gone.';
    `);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}
