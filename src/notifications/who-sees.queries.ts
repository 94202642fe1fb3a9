import { Gathered } from '../platform/db/gathered.js';
import { tx } from '../platform/db/transaction.js';

const ENTER = 'select platform.enter($1, $2)';

/** Finds a case when the reader may open it. */
export const SEES_CASE = 'select from access.cases c where c.id = $1';

/** Whoever sees it, of one thing: the key says what it is. */
interface Seen {
  key: string;
  userIds: string[];
}

/** By the statement: who sees which of the things that it may be asked about, with the people asked about behind each. */
const looks = new Map<string, Gathered<Seen>>();

/**
 * Which of these people would see the thing: the statement is asked as each of them, so that the answer is row-level security's
 * own and a notice never tells of a case that is hidden from somebody. For jobs; afterwards the unit of work is the system's again.
 * Asked of many things at once, it looks through each person's eyes once.
 * @param statement static text with the id as $1 that finds a row when the reader may see it
 */
export async function whoSees(userIds: readonly string[], statement: string, id: string): Promise<string[]> {
  if (tx().actor.kind === 'user') throw new Error('only the system may look through other eyes');
  if (userIds.length === 0) return [];
  let look = looks.get(statement);
  if (!look) looks.set(statement, (look = eyesFor(ofMany(statement))));
  const seen = await look.of([id, ...userIds].join(' '));
  const all = new Set(seen?.userIds);
  return userIds.filter((userId) => all.has(userId));
}

const eyesFor = (text: string) => new Gathered<Seen>((keys) => throughEyes(keys, text));

async function throughEyes(keys: readonly string[], text: string): Promise<Seen[]> {
  const transaction = tx();
  const things = new Map<string, Set<string>>(); // by the person, what they are asked about
  for (const [id = '', ...userIds] of keys.map((key) => key.split(' ')))
    for (const userId of userIds) things.set(userId, (things.get(userId) ?? new Set()).add(id));
  const asked = [...things].map(async ([userId, ids]) => {
    transaction.write(ENTER, [userId, false]);
    const found = await transaction.query<{ id: string }>(text, [[...ids]]);
    return [userId, new Set(found.map((row) => row.id))] as const;
  });
  transaction.write(ENTER, ['', true]);
  const sees = new Map(await Promise.all(asked));
  return keys.map((key) => {
    const [id = '', ...userIds] = key.split(' ');
    return { key, userIds: userIds.filter((userId) => sees.get(userId)!.has(id)) };
  });
}

/** One look at each of the things, by the same statement. Texts of ours alone. */
function ofMany(statement: string): string {
  const one = statement.replace(/ limit 1$/, '').replaceAll('$1', 'k.id');
  return ['select k.id from unnest($1::uuid[]) as k (id) cross join lateral (', one, ' limit 1) as seen'].join('');
}

/** Finds a referral when the reader may read it. */
export const SEES_REFERRAL = 'select from referrals.referrals r where r.id = $1';

/** Finds a version of an area's protocol. */
export const SEES_PROTOCOL = 'select from access.protocols p where p.id = $1';

/** Finds a conflict of interest when the reader may decide on it: never the one concerned. */
export const SEES_CONFLICT = 'select from conflicts.conflicts c where c.id = $1';

/** Finds an emergency opening when the reader may review it. */
export const SEES_OPENING = 'select from break_glass.uses b where b.id = $1';

/** Finds a meeting on whose list the reader finds a case that was circulated to their agency and waits for its research. */
export const SEES_LISTED =
  'select from research.requests q where q.meeting_id = $1 and q.agency_id = any (access.grantees()) limit 1';

/** Finds an area in which the reader's agency has a signature in force. */
export const SEES_AREA = 'select from maracs.maracs m where m.id = $1 and m.id = any (access.member_of())';

/** Finds a meeting, or a series of them, when the reader's agency takes part in its MARAC. */
export const SEES_MEETING = 'select from meetings.meetings m where m.id = $1';
export const SEES_SERIES = 'select from meetings.series s where s.id = $1';
/** Finds minutes of which the reader may read anything. */
export const SEES_MINUTES = 'select from minutes.parts p where p.version_id = $1 limit 1';

/** Those of these people who may hear of the case. For the system. */
export async function notShutOut(userIds: readonly string[], caseId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select u.id from unnest($1::uuid[]) as u(id) where not access.is_excluded(u.id, $2)',
    [userIds, caseId],
  );
  return rows.map((row) => row.id);
}

/** Active auditors of the MARAC or of all of them. */
export async function auditorsOf(maracId: string): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select distinct u.id from identity.users u join identity.user_roles r on r.user_id = u.id
      where r.role = 'AUDITOR' and (r.marac_id = $1 or r.marac_id is null) and u.deactivated_at is null`,
    [maracId],
  );
  return rows.map((row) => row.id);
}

/** By which people speak of an invented person. */
export async function canaryRef(canaryId: string): Promise<string | undefined> {
  const row = await tx().one<{ ref: string }>('select c.ref from persons.canaries c where c.id = $1', [canaryId]);
  return row?.ref;
}

/**
 * Active administrators of the MARAC or of all of them: who is left when nobody else can be told. Not one who must find nothing of
 * the case, nor one whom it is about. Null: of what concerns no case.
 */
export async function administratorsOf(maracId: string, caseId: string | null): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select distinct u.id from identity.users u join identity.user_roles r on r.user_id = u.id
      where r.role = 'ADMINISTRATOR' and (r.marac_id = $1 or r.marac_id is null) and u.deactivated_at is null
        and not access.is_excluded(u.id, $2::uuid)
        and not exists (select from conflicts.conflicts c where c.case_id = $2::uuid and c.user_id = u.id and c.status not in ('LIFTED', 'DISMISSED', 'UNLINKED'))`,
    [maracId, caseId],
  );
  return rows.map((row) => row.id);
}
