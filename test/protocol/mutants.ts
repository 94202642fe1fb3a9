import type pg from 'pg';

/** One small change to the SQL that decides. */
export interface Mutant {
  /** which function, view or policy */
  of: string;
  /** what was changed, in its surroundings */
  change: string;
  /** statements that put it in force */
  sql: string;
  /** puts back what was; for functions, whose change may outlive a transaction */
  undo: string | undefined;
}

interface Target {
  of: string;
  source: string;
  install: (source: string) => string;
  /** changes nothing that outlives a transaction */
  keeps: boolean;
}

const SWAPS: readonly [RegExp, string[]][] = [
  [/ and /gi, [' or ']],
  [/ or /gi, [' and ']],
  [/ is null/gi, [' is not null']],
  [/ is not null/gi, [' is null']],
  [/ <> all /gi, [' = any ']],
  [/ = any /gi, [' <> all ']],
  [/ <= /g, [' < ', ' > ']],
  [/ >= /g, [' > ', ' < ']],
  [/ < (?!>)/g, [' <= ']],
  [/ > /g, [' >= ', ' <= ']],
  [/ = (?!any)/gi, [' <> ']],
  [/ <> (?!all)/gi, [' = ']],
  [/\btrue\b/g, ['false']],
  [/\bfalse\b/g, ['true']],
  [/(?<!not )\bexists\b/gi, ['not exists']],
  [/'COORDINATOR'/g, [`'OBSERVER'`]],
  [/'CHAIR'/g, [`'OBSERVER'`]],
  [/'AUDITOR'/g, [`'OBSERVER'`]],
  [/'LOCATION_SAFE'/g, [`'CONTACT'`]],
  [/'on'/g, [`''`]],
  [/\bu\.agency_id\b|\bagency\b(?!_)/g, ['reader']],
  [/\bunion all\b/g, ['except']],
  [/\bstanding\(\)/g, ['member_of()']],
  [/\bmember_of\(\)/g, ['standing()']],
  [/\bcoordinates\(\)/g, ['standing()']],
];

/** A condition on a column, which a mutant takes for granted or for impossible. */
const CONDITION =
  /\(?\b[a-z]+\.[a-z_"]+ (?:is not null|is null|(?:<=|>=|<>|=|<|>) (?:all |any )?[a-z_.'()]+|between [a-z_.]+ and [a-z_.]+)\)?/gi;

/** Every mutant of what decides in the database: the reader's facts, the guard, the view and the policies of access itself. */
export async function mutants(admin: pg.Client, reguard: string): Promise<Mutant[]> {
  return (await targets(admin, reguard)).flatMap(({ of, source, install, keeps }) =>
    [...changes(source)].map(({ at, was, now }) => ({
      of,
      change:
        `${source.slice(Math.max(0, at - 40), at)}[${was.trim()} → ${now.trim()}]${source.slice(at + was.length, at + was.length + 30)}`.replaceAll(
          /\s+/g,
          ' ',
        ),
      sql: install(source.slice(0, at) + now + source.slice(at + was.length)),
      undo: keeps ? undefined : install(source),
    })),
  );
}

function* changes(source: string): Generator<{ at: number; was: string; now: string }> {
  const code = source.replaceAll(/--[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const body = Math.max(0, code.search(/\bbegin\b|\bAS \$function\$|select/i));
  for (const [pattern, swaps] of SWAPS)
    for (const match of code.matchAll(pattern))
      if (match.index >= body) for (const now of swaps) yield { at: match.index, was: match[0], now };
  for (const match of code.matchAll(CONDITION)) {
    if (match.index < body || open(match[0]) !== 0) continue;
    for (const now of ['true', 'false']) yield { at: match.index, was: match[0], now };
  }
}

const open = (text: string) => text.split('(').length - text.split(')').length;

async function targets(admin: pg.Client, reguard: string): Promise<Target[]> {
  const read = async (sql: string) => (await admin.query<{ name: string; source: string }>(sql)).rows;
  const functions = await read(
    `select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as source from pg_proc p
      where p.oid in ('platform.enter'::regproc, 'access.may_add'::regproc, 'access.guard_sql'::regproc, 'access.guard_table'::regproc,
                     'access.shared'::regproc, 'access.gather'::regproc, 'access.shared_labels'::regproc, 'access.shared_for_export'::regproc,
                     'transfers.shared'::regproc, 'transfers.brought'::regproc)`,
  );
  const facts = await read(
    `select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as source from pg_proc p
      where p.pronamespace = 'access'::regnamespace and p.proname in ('is_system', 'fresh', 'reader', 'standing', 'member_of', 'coordinates', 'excluded', 'grantees', 'represents', 'grantees_in', 'brought', 'fact')`,
  );
  const views = await read(
    `select c.oid::regclass::text as name, pg_get_viewdef(c.oid) as source from pg_class c
      where c.oid in ('access.visible'::regclass, 'access.live_grants'::regclass)`,
  );
  const policies = await read(
    `select format('%s on %s', p.polname, p.polrelid::regclass) || case when p.polqual is null then ' with check' else ' using' end as name,
            coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as source
       from pg_policy p where p.polrelid in ('access.grants'::regclass, 'access.exclusions'::regclass) and p.polcmd = 'r'`,
  );
  return [
    ...[...functions, ...facts].map(({ name, source }) => ({
      of: name,
      source,
      keeps: false,
      install: (mutated: string) => (name.includes('guard_') ? `${mutated}; ${reguard}` : mutated),
    })),
    ...views.map(({ name, source }) => ({
      of: name,
      source,
      keeps: true,
      install: (mutated: string) => `create or replace view ${name} with (security_invoker = true) as ${mutated}`,
    })),
    ...policies.map(({ name, source }) => ({
      of: name,
      source,
      keeps: true,
      install: (mutated: string) =>
        `alter policy ${name.replace(/ (using|with check)$/, '')} ${/ using$/.test(name) ? 'using' : 'with check'} (${mutated})`,
    })),
  ];
}
