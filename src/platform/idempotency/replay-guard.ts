/** What of an answer depends on the reader's access: kinds of information by the case that they are of. Ids and labels alone. */
export type Shown = Readonly<Record<string, readonly string[]>>;

/**
 * Decides whether an answer may be given again: what was right to show an hour ago may not be now. Provided by the access room,
 * since this one knows nothing of cases.
 */
export abstract class ReplayGuard {
  /** What the answer of the current unit of work showed its reader. */
  abstract note(answer: unknown): Promise<Shown>;

  /** Lets an answer pass that showed this, and records that it is shown again. @throws Problem as a read of it would now */
  abstract admit(shown: Shown, shownFresh: boolean): Promise<void>;
}
