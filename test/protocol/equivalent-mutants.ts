/** Mutants that change the text and not what is decided, with the reason why nothing could notice. */
export const EQUIVALENT: readonly { change: string; because: string }[] = [
  {
    change: `set_config('app.' || fact, '', [true → false])`,
    because: 'what would outlive the transaction is the empty fact, which permits nothing',
  },
  {
    change: `set_config('app.system', '', [true → false])`,
    because: 'what would outlive the transaction is that nobody is the system',
  },
];
