/** What the minutes say of a guest. */
export interface GuestLine {
  name: string;
  agency: string;
  arrivedAt: string;
  leftAt: string | null;
}

/**
 * The line of one guest among those of a case; null when the minutes have none, as when the record was changed after they were approved. Of
 * two who came at the same moment the name tells, and if that does not, nobody reads another's.
 */
export function ownLine(
  guests: readonly GuestLine[],
  { arrivedAt, name, agency }: { arrivedAt: Date; name: string; agency: string },
): GuestLine | null {
  const then = guests.filter((one) => Date.parse(one.arrivedAt) === arrivedAt.getTime());
  const [line, ...others] = then.length > 1 ? then.filter((one) => one.name === name && one.agency === agency) : then;
  return line && others.length === 0 ? line : null;
}
