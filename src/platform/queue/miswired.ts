/** The house is wired wrongly: a promise that nobody would keep. Stops the boot. Its message is made of our own names. */
export class Miswired extends Error {
  readonly messageIsSafe = true;

  constructor(message: string) {
    super(message);
    this.name = 'Miswired';
  }
}
