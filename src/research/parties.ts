/**
 * Everybody whom a referral `r` names, as a column. An array that is put together where it is compared with `persons.id` keeps the index
 * from being used: what puts it together is not leakproof, so the guard of every person there is would be asked first.
 */
export const PARTIES = `cross join lateral (select array[r.victim_id] || r.perpetrator_ids || r.child_ids as ids offset 0) as party`;
