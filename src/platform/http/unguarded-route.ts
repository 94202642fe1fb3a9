/** A route that nobody decided about, or that would take unchecked input. Stops the boot. */
export class UnguardedRoute extends Error {
  /** The message is made of class and path names alone. */
  readonly messageIsSafe = true;

  constructor(route: string, reason: string) {
    super(`${route} ${reason}`);
    this.name = 'UnguardedRoute';
  }
}
