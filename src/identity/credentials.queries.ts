import { tx } from '../platform/db/transaction.js';

export interface Credentials {
  id: string;
  passwordHash: string | null;
}

/** A password that an administrator chose serves so long for the choice of one's own. */
const GIVEN_FOR = `interval '7 days'`;

const FITTING = `case when u.password_given_at <= now() - ${GIVEN_FOR} then null else u.password_hash end as "passwordHash"`;

/** Of an active person, by address in lower case ($1). */
export const CREDENTIALS = `
  select u.id, ${FITTING} from identity.users u where lower(u.email) = $1 and u.deactivated_at is null`;

/** Of an active person, by id ($1). */
export const OWN_CREDENTIALS = `
  select u.id, ${FITTING} from identity.users u where u.id = $1 and u.deactivated_at is null`;

/** A password of the person's own choice. */
export function keepPassword(userId: string, passwordHash: string): void {
  tx().write(
    'update identity.users set password_hash = $2, password_given_at = null, version = version + 1 where id = $1',
    [userId, passwordHash],
  );
}

/** Names that a guesser knows of a person. */
export async function knownOf(
  userId: string,
): Promise<{ name: string; email: string; agency: string; maracs: string[] } | undefined> {
  return tx().one(
    `select u.name, u.email, a.name as agency,
            (select coalesce(array_agg(m.code) || array_agg(m.name), '{}')
               from identity.user_roles r join maracs.maracs m on m.id = r.marac_id where r.user_id = u.id) as maracs
       from identity.users u join maracs.agencies a on a.id = u.agency_id where u.id = $1`,
    [userId],
  );
}
