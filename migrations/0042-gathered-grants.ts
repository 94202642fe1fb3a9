import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was shared of a few cases, gathered at once for a reader who goes on to read many rows of each. A list of forty cases asked
 * access.shared some 265 times, at 50 microseconds, about the same forty cases.
 */
export class GatheredGrants0042 implements MigrationInterface {
  name = 'GatheredGrants1790000000042';

  async up(db: QueryRunner): Promise<void> {
    await db.query(GATHER);
  }

  async down(): Promise<void> {
    throw new Error('not undone');
  }
}

const GATHER = `
  -- Looks up once what sharing decisions in force give this reader about these cases; access.shared then knows it for the rest of the
  -- transaction. For a unit of work that only reads: a decision that it revokes itself would still count.
  create function access.gather(cases uuid[]) returns void language plpgsql as $$
  begin
    perform set_config('app.shared_' || l, string_agg(g.case_id::text, ' '), true)
       from access.grants g, unnest(g.labels) l
      where g.case_id = any (cases) and g.case_id <> all (access.excluded()) and g.marac_id = any (access.member_of())
        and g.grantee_id = any (access.grantees_in(g.marac_id))
        and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null
      group by l;
  end $$;

  create or replace function access.shared(of_case uuid, of_marac uuid, wanted text) returns boolean language plpgsql stable parallel safe as $$
  begin
    if strpos(current_setting('app.shared_' || wanted, true), of_case::text) > 0 then return true; end if;
    return of_case <> all (access.excluded()) and of_marac = any (access.member_of()) and exists (
      select from access.live_grants g
       where g.case_id = of_case and g.grantee_id = any (access.grantees_in(of_marac)) and wanted = any (g.labels));
  end $$;
`;
