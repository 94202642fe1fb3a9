/** Counts mails that ought to have gone so many milliseconds ago: those that wait for their first try, or for one that is over. */
export const LATE_MAILS = `
  select count(*)::int as count from notifications.mails m
   where m.state = 'WAITING' and m.retry_at < clock_timestamp() - $1 * interval '1 millisecond'`;
