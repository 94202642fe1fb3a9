/**
 * What follows for who may see which case when records turn out to be one person, or not to be. Who is kept out of cases is decided
 * a floor above this one, but it must hold from the same commit on. So this room says what it needs, the room of the conflicts
 * provides it to all, and imports go down all the same.
 */
export abstract class LinkedCases {
  /** These records are one person, by the one that stands for them. For the system: call it elevated. */
  abstract linked(canonicalId: string): Promise<void>;

  /** These records were one person until now. For the system: call it elevated. */
  abstract parted(recordIds: readonly string[]): Promise<void>;
}
