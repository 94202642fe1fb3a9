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
  {
    change: `app.excluded_subjects', subjects::text, [true → false])`,
    because: 'what would outlive the transaction hides more, and whoever enters next replaces it',
  },
  {
    change: '[g.grantee_id = access.reader() → true]',
    because: 'row-level security of access.grants shows a decision of another MARAC to whom it was made alone',
  },
  {
    change: 'any (access.[coordinates() → standing()]) $function$',
    because: 'row-level security of transfers.incoming shows coordinators their own alone',
  },
  {
    change: '[i.to_marac_id = any (access.coordinates()) → true]',
    because: 'row-level security of transfers.incoming shows coordinators their own alone',
  },
  {
    change: '[g.grantee_id = any (access.grantees_in(of_marac)) → true] and g.exportable',
    because:
      'row-level security of access.grants shows whoever does not stand there their own alone, and who stands exports anyway',
  },
];
