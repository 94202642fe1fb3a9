import { tx } from '../platform/db/transaction.js';
import type { Role } from './roles.rules.js';

export interface UserRow {
  id: string;
  name: string;
  email: string;
  agencyId: string;
  agency: string;
  active: boolean;
  roles: { maracId: string | null; role: Role }[];
}

/** People who hold a role in one of the MARACs (null: everybody). */
export async function usersOf(maracIds: string[] | null): Promise<UserRow[]> {
  return tx().query<UserRow>(
    `select u.id, u.name, u.email, u.agency_id as "agencyId", a.name as agency, u.deactivated_at is null as active,
            (select coalesce(json_agg(json_build_object('maracId', r.marac_id, 'role', r.role)), '[]')
               from identity.user_roles r where r.user_id = u.id) as roles
       from identity.users u join maracs.agencies a on a.id = u.agency_id
      where $1::uuid[] is null or exists (select from identity.user_roles r where r.user_id = u.id and r.marac_id = any ($1))
      order by u.name, u.id`,
    [maracIds],
  );
}

/** Active people of an agency who hold a role in the MARAC, or those with one of the roles there. */
export async function peopleToTell(
  maracId: string,
  agencyId: string | null,
  roles: readonly Role[],
): Promise<{ id: string; email: string }[]> {
  return tx().query<{ id: string; email: string }>(
    `select distinct u.id, u.email from identity.users u join identity.user_roles r on r.user_id = u.id
      where r.marac_id = $1 and u.deactivated_at is null and ($2::uuid is null or u.agency_id = $2) and r.role = any ($3)`,
    [maracId, agencyId, roles],
  );
}

/** Roles of a person, each in a MARAC or (null) in all of them. */
export async function rolesOf(userId: string): Promise<{ maracId: string | null; role: Role }[]> {
  return tx().query(`select r.marac_id as "maracId", r.role from identity.user_roles r where r.user_id = $1`, [userId]);
}
