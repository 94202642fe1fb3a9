/**
 * The answer of a unit of work whose last read is still under way: everything that decides has been decided, everything that
 * is recorded has been sent, so the commit leaves right behind the read. The answer is taken up after the commit; a read that
 * fails undoes the unit like any other. (A plain promise would be awaited before the unit could end.)
 */
export class Underway<T> {
  constructor(private readonly read: Promise<T>) {
    read.catch(() => undefined); // read in UnitOfWork; this keeps Node from calling it unhandled before
  }

  /** The same answer in another form. */
  map<U>(form: (value: T) => U): Underway<U> {
    return new Underway(this.read.then(form));
  }

  /** @internal for the unit of work */
  arrived(): Promise<T> {
    return this.read;
  }
}
