import type pg from 'pg';

/** All that a dump of the database holds, row by row as text: how many rows of which tables have such words in them. */
export async function tablesHolding(client: pg.Client, words: (text: string) => boolean): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema)' and has_table_privilege(c.oid, 'SELECT')`,
  );
  const found: Record<string, number> = {};
  for (const { name } of rows) {
    const texts = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
    const holding = texts.rows.filter(({ text }) => words(text)).length;
    if (holding > 0) found[name] = holding;
  }
  return found;
} // prettier-ignore

/** Tables that row-level security guards, from their owner too. */
export async function guardedTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r' and relrowsecurity and relforcerowsecurity`,
  );
  return rows.map(({ name }) => name);
}
