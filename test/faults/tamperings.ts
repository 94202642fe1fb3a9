import type pg from 'pg';
import { leafHash, ENTRY } from '../../src/audit/event-bytes.rules.js';
import { BLOCK, Frontier } from '../../src/audit/merkle.rules.js';
import { checkpointText, ORIGIN_PREFIX } from '../../src/audit/checkpoint.rules.js';
import { privateKeyOf, signNote } from '../../src/audit/signed-note.rules.js';

/** Somebody with every right on the database and a key of their own, but not the one that signs. */
export interface Attacker {
  db: pg.Client;
  /** sealed entries */
  entries: number;
  /** from 0 to below n */
  pick: (n: number) => number;
}

/** One way to tamper. @returns how many rows it touched; 0: it found nothing to change, and another is tried */
export type Tampering = (attacker: Attacker) => Promise<number>;

const OWN_KEY = privateKeyOf(Buffer.alloc(32, 66));

const change = async ({ db }: Attacker, text: string, values: unknown[] = []): Promise<number> =>
  (await db.query({ text, values })).rowCount ?? 0;
const one = ({ entries, pick }: Attacker) => pick(entries);
const some = ({ pick }: Attacker, most: number) => 1 + pick(most);

/** The event at a place. */
const AT = '(select event_id from audit.leaves where position = $1)';

const edit =
  (set: string, differs: string): Tampering =>
  (attacker) =>
    change(attacker, `update audit.events set ${set} where id = ${AT} and ${differs}`, [one(attacker)]);

const editTo = (column: string, value: string): Tampering =>
  edit(`${column} = ${value}`, `${column} is distinct from ${value}`);

/** The value that another entry has. */
const borrow =
  (column: string): Tampering =>
  (attacker) =>
    change(
      attacker,
      `update audit.events e set ${column} = o.${column} from audit.events o
      where e.id = ${AT} and o.id = (select event_id from audit.leaves where position = $2) and e.${column} is distinct from o.${column}`,
      [one(attacker), one(attacker)],
    );

const EDITS: Record<string, Tampering> = {
  'edit id': editTo('id', 'gen_random_uuid()'),
  'edit at, a microsecond': edit(`at = at + interval '1 microsecond'`, 'true'),
  'edit at, an hour': edit(`at = at - interval '1 hour'`, 'true'),
  'edit at, infinity': editTo('at', `'infinity'`),
  'edit actor_kind': editTo('actor_kind', `'system'`),
  'edit actor_id, another': borrow('actor_id'),
  'edit actor_id, a letter': edit(`actor_id = overlay(actor_id placing 'x' from 3)`, 'true'),
  'edit agency_id': borrow('agency_id'),
  'edit agency_id, none': editTo('agency_id', 'null'),
  'edit marac_id': editTo('marac_id', 'gen_random_uuid()'),
  'edit action': borrow('action'),
  'edit action, a space': edit(`action = action || ' '`, 'true'),
  'edit subject_kind': borrow('subject_kind'),
  'edit subject_id': borrow('subject_id'),
  'edit purpose': borrow('purpose'),
  'edit purpose, empty for none': edit(`purpose = ''`, 'purpose is null'),
  'edit labels': borrow('labels'),
  'edit labels, fewer': edit(`labels = labels[1:2]`, 'labels is not null'),
  'edit labels, empty for none': edit(`labels = '{}'`, 'labels is null'),
  'edit labels, other bounds': edit(`labels = ('[2:4]=' || labels::text)::text[]`, `array_length(labels, 1) = 3`),
  'edit outcome': editTo('outcome', `'FAILED'`),
  'edit code': editTo('code', `'x'`),
  'edit reference': editTo('reference', `'x'`),
  'edit all of one person': (attacker) =>
    change(attacker, `update audit.events set actor_id = md5('nobody')::uuid::text where actor_id = (select actor_id from audit.events where id = ${AT})`, [one(attacker)]),
}; // prettier-ignore

const swap =
  (columns: string): Tampering =>
  (attacker) =>
    change(
      attacker,
      `update audit.events e set (${columns}) = (select ${columns.replace(/\w+/g, 'o.$&')} from audit.events o where o.id = (
        select event_id from audit.leaves where position = case e.id when ${AT} then $2::bigint else $1::bigint end))
      where e.id in (select event_id from audit.leaves where position in ($1, $2)) and $1 <> $2`,
      [one(attacker), one(attacker)],
    );

const INSERT = `
  insert into audit.events (id, at, actor_kind, actor_id, action, subject_kind, subject_id, outcome, marac_id)
  select gen_random_uuid(), e.at + interval '3 milliseconds', 'user', md5('framed')::uuid::text, 'case.opened', 'case', e.subject_id, 'DONE', e.marac_id
    from audit.events e where e.id = ${AT}`;

const ENTRIES: Record<string, Tampering> = {
  'delete one': (a) => change(a, `delete from audit.events where id = ${AT}`, [one(a)]),
  'delete some': (a) =>
    change(a, `delete from audit.events where id in (select event_id from audit.leaves where position >= $1 and position < $1 + $2)`, [one(a), some(a, 50)]),
  'delete all of one person': (a) =>
    change(a, `delete from audit.events where actor_id = (select actor_id from audit.events where id = ${AT})`, [one(a)]),
  'insert one': (a) => change(a, INSERT, [one(a)]),
  'swap two, but for their ids': swap('at, actor_kind, actor_id, agency_id, marac_id, action, subject_kind, subject_id, purpose, labels, outcome, code, reference'),
  'swap two times': swap('at'),
  're-time some': (a) =>
    change(a, `update audit.events set at = at + interval '7 minutes' where id in (select event_id from audit.leaves where position >= $1 and position < $1 + $2)`, [one(a), some(a, 50)]),
  're-time all': (a) => change(a, `update audit.events set at = at - interval '1 day'`),
}; // prettier-ignore

const SEALS: Record<string, Tampering> = {
  'leaf: edit a hash': (a) => change(a, `update audit.leaves set hash = sha256(hash) where position = $1`, [one(a)]),
  'leaf: another event': (a) => change(a, `update audit.leaves set event_id = gen_random_uuid() where position = $1`, [one(a)]),
  'leaf: delete': (a) => change(a, `delete from audit.leaves where position = $1`, [one(a)]),
  'leaf: delete the last': (a) => change(a, `delete from audit.leaves where position = $1`, [a.entries - 1]),
  'leaf: add': async (a) =>
    (await change(a, INSERT, [one(a)])) +
    (await change(a, `insert into audit.leaves select $1, id, sha256('') from audit.events where actor_id = md5('framed')::uuid::text`, [a.entries + a.pick(3)])),
  'leaf: swap two places': async (a) => {
    const [x, y] = [one(a), one(a)];
    if (x === y) return 0;
    const { rows } = await a.db.query('delete from audit.leaves where position in ($1, $2) returning *', [x, y]);
    const [first, other] = rows;
    return change(a, 'insert into audit.leaves values ($1, $2, $3), ($4, $5, $6)', [first.position, other.event_id, other.hash, other.position, first.event_id, first.hash]);
  },
  'leaf: the same event twice': async (a) => {
    await a.db.query('alter table audit.leaves drop constraint sealed_once');
    const [x, y] = [one(a), one(a)];
    if (x === y) return 0;
    return change(a, `update audit.leaves l set (event_id, hash) = (select o.event_id, o.hash from audit.leaves o where o.position = $2) where l.position = $1`, [x, y]);
  },
  'leaf: the same place twice': async (a) => {
    await a.db.query('alter table audit.leaves drop constraint leaves_pkey, drop constraint sealed_once');
    return change(a, `insert into audit.leaves select * from audit.leaves where position = $1`, [one(a)]);
  },
  'leaf: move': (a) => change(a, `update audit.leaves set position = position + 1000000 where position = $1`, [one(a)]),
  'block: edit': (a) => change(a, `update audit.blocks set hash = sha256(hash) where number = $1`, [a.pick(Math.floor(a.entries / BLOCK))]),
  'block: delete': (a) => change(a, `delete from audit.blocks where number = $1`, [a.pick(Math.floor(a.entries / BLOCK))]),
  'block: add': (a) => change(a, `insert into audit.blocks values ($1, sha256(''))`, [Math.floor(a.entries / BLOCK) + a.pick(3)]),
  'checkpoint: delete one': (a) => change(a, `delete from audit.checkpoints where number = $1`, [a.pick(8)]),
  'checkpoint: delete all': (a) => change(a, `delete from audit.checkpoints`),
  'checkpoint: edit the edge': (a) => change(a, `update audit.checkpoints set edge = set_byte(edge, 5, get_byte(edge, 5) # 1) where number = $1`, [a.pick(8)]),
  'checkpoint: edit a letter': (a) => change(a, `update audit.checkpoints set note = overlay(note placing chr(ascii(substr(note, $2::int, 1)) # 1) from $2::int) where number = $1`, [a.pick(8), 1 + a.pick(250)]),
  'checkpoint: edit the number': (a) => change(a, `update audit.checkpoints set number = number + 100 where number = $1`, [a.pick(8)]),
  'checkpoint: edit the size': (a) => change(a, `update audit.checkpoints set size = size + 1 where number = $1`, [a.pick(8)]),
  'checkpoint: the note of another': (a) => change(a, `update audit.checkpoints c set note = (select n.note from audit.checkpoints n where n.size <> c.size order by n.size limit 1) where number = $1`, [a.pick(8)]),
  'log: another id': (a) => change(a, `update audit.log set id = gen_random_uuid()`),
  'log: no id': (a) => change(a, `delete from audit.log`),
}; // prettier-ignore

/** How the checkpoints in the database are left after the tree was made anew. */
type Notes = 'kept' | 'signed with another key' | 'signed with another key, one alone';

/** Makes leaves, blocks and edges fit the entries there are, as the product would: the order is that of the leaves, new ones last. */
async function rebuild({ db }: Attacker, notes: Notes, order = 'l.position nulls last, e.at, e.id'): Promise<void> {
  const entries = await db.query<{ id: string; entry: string }>(
    `select e.id, ${ENTRY} as entry from audit.events e left join audit.leaves l on l.event_id = e.id order by ${order}`,
  );
  const before = await db.query<{ size: string; note: string }>(
    'select size, note from audit.checkpoints order by number',
  );
  const log = await db.query<{ id: string }>('select id from audit.log');
  const sizes = before.rows.map(({ size }) => Math.min(Number(size), entries.rows.length));
  sizes[sizes.length - 1] = entries.rows.length;
  const tree = Frontier.empty();
  const hashes: Buffer[] = [];
  const blocks: Buffer[] = [];
  const checkpoints: { number: number; size: number; edge: Buffer; note: string }[] = [];
  for (const { entry } of entries.rows) {
    hashes.push(leafHash(entry));
    const block = tree.add(hashes.at(-1)!);
    if (block) blocks.push(block);
    const nth = sizes.indexOf(tree.size);
    if (nth < 0 || (notes.endsWith('alone') && tree.size < entries.rows.length)) continue;
    const origin = ORIGIN_PREFIX + log.rows[0]!.id;
    const number = checkpoints.length;
    const [, , , time = '', openSince = ''] = before.rows[nth]!.note.split('\n').map((line) =>
      line.replace(/^(time|open-since) /, ''),
    );
    const text = checkpointText({ origin, size: tree.size, root: tree.root, time, openSince, number });
    const note = notes === 'kept' ? before.rows[nth]!.note : signNote(text, origin, OWN_KEY);
    checkpoints.push({ number, size: tree.size, edge: tree.edge, note });
  }
  await db.query('delete from audit.leaves');
  await db.query('delete from audit.blocks');
  await db.query('delete from audit.checkpoints');
  await db.query(
    `insert into audit.leaves select nth - 1, id, hash from unnest($1::uuid[], $2::bytea[]) with ordinality as l(id, hash, nth)`,
    [entries.rows.map(({ id }) => id), hashes],
  );
  await db.query(
    `insert into audit.blocks select nth - 1, hash from unnest($1::bytea[]) with ordinality as b(hash, nth)`,
    [blocks],
  );
  await db.query(
    `insert into audit.checkpoints select * from unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::text[])`,
    [
      checkpoints.map(({ number }) => number),
      checkpoints.map(({ size }) => size),
      checkpoints.map(({ edge }) => edge),
      checkpoints.map(({ note }) => note),
    ],
  );
}

const NOTES: Notes[] = ['kept', 'signed with another key', 'signed with another key, one alone'];

/** Any change of entries, with everything that seals them made to fit. */
const REBUILT: Record<string, Tampering> = Object.fromEntries(
  Object.entries({ ...EDITS, ...ENTRIES }).flatMap(([name, tampering]) =>
    NOTES.map((notes): [string, Tampering] => [
      `${name}, then rebuild all, notes ${notes}`,
      async (attacker) => {
        const changed = await tampering(attacker);
        if (changed > 0) await rebuild(attacker, notes);
        return changed;
      },
    ]),
  ),
);

/** Back to one of the states that were signed: everything fits, but for what is outside. */
const cutBack: Tampering = async (a) => {
  const { rows } = await a.db.query<{ size: string }>('select size from audit.checkpoints order by size desc offset 1');
  const size = rows[a.pick(rows.length)]!.size;
  await change(a, `delete from audit.events where id in (select event_id from audit.leaves where position >= $1)`, [
    size,
  ]);
  await change(a, `delete from audit.checkpoints where size > $1`, [size]);
  await change(a, `delete from audit.blocks where (number + 1) * ${BLOCK} > $1`, [size]);
  return change(a, `delete from audit.leaves where position >= $1`, [size]);
};

const TABLES = ['events', 'leaves', 'blocks', 'checkpoints', 'log'];
const table = ({ pick }: Attacker) => `audit.${TABLES[pick(TABLES.length)]}`;

const WHOLE: Record<string, Tampering> = {
  'restore an older copy': cutBack,
  'cut the tail off, entries and leaves alone': async (a) => {
    const from = a.entries - some(a, 60);
    await change(a, `delete from audit.events where id in (select event_id from audit.leaves where position >= $1)`, [from]);
    return change(a, `delete from audit.leaves where position >= $1`, [from]);
  },
  'cut the tail off, then rebuild all': async (a) => {
    const cut = await change(a, `delete from audit.events where id in (select event_id from audit.leaves where position >= $1)`, [a.entries - some(a, 60)]);
    await rebuild(a, NOTES[a.pick(3)]!);
    return cut;
  },
  'another order, then rebuild all': async (a) => {
    await rebuild(a, NOTES[a.pick(3)]!, 'md5(e.id::text)');
    return 1;
  },
  'another log with the same entries': async (a) => {
    await change(a, 'update audit.log set id = gen_random_uuid()');
    await rebuild(a, 'signed with another key');
    return 1;
  },
  'empty everything': async (a) => {
    await a.db.query('truncate audit.events, audit.leaves, audit.blocks, audit.checkpoints');
    return 1;
  },
  'drop and make the tables anew': async (a) => {
    for (const name of TABLES) {
      await a.db.query(`create table audit.new_${name} as table audit.${name}`);
      await a.db.query(`drop table audit.${name} cascade`);
      await a.db.query(`alter table audit.new_${name} rename to ${name}`);
    }
    return change(a, `update audit.events set actor_id = 'nobody' where id = ${AT}`, [one(a)]);
  },
  'drop the tables': async (a) => {
    await a.db.query(`drop table ${table(a)} cascade`);
    return 1;
  },
  'triggers off': async (a) => {
    await a.db.query(`alter table ${table(a)} disable trigger ${['all', 'append_only', 'user'][a.pick(3)]}`);
    return 1;
  },
  'trigger gone': async (a) => {
    await a.db.query(`drop trigger append_only on ${table(a)}`);
    return 1;
  },
  'row-level security off': async (a) => {
    await a.db.query(`alter table ${table(a)} ${['disable', 'no force'][a.pick(2)]} row level security`);
    return 1;
  },
  'rights for the app role': async (a) => {
    await a.db.query(`grant ${['update', 'delete', 'truncate', 'all'][a.pick(4)]} on ${table(a)} to marac_app`);
    return 1;
  },
  'triggers off, edit, triggers on': async (a) => {
    await a.db.query('set local session_replication_role = origin');
    await a.db.query('alter table audit.events disable trigger append_only');
    const changed = await EDITS['edit actor_id, another']!(a);
    await a.db.query('alter table audit.events enable trigger append_only');
    return changed;
  },
}; // prettier-ignore

/** Every way, and how often each is taken: those that change the catalogue are dearer and rarer. */
export const TAMPERINGS: readonly { name: string; tampering: Tampering; weight: number }[] = [
  ...Object.entries(EDITS).map(([name, tampering]) => ({ name, tampering, weight: 12 })),
  ...Object.entries({ ...ENTRIES, ...SEALS }).map(([name, tampering]) => ({ name, tampering, weight: 10 })),
  ...Object.entries(REBUILT).map(([name, tampering]) => ({ name, tampering, weight: 2 })),
  ...Object.entries(WHOLE).map(([name, tampering]) => ({ name, tampering, weight: 4 })),
];
