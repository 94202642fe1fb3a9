/** Mutants that change the text and not what is decided, with the reason why nothing could notice. */
export const EQUIVALENT: readonly { change: string; because: string }[] = [
  {
    change: 'where [g.grantee_id = u.id → true]) as brought',
    because: 'more cases are asked about, and transfers.brought still answers for the reader alone',
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
  {
    change: '[g.grantee_id = any (access.grantees()) → true]',
    because: 'the next condition asks for fewer; this one lets an index find them',
  },
  {
    change: '[g.grantee_id = any (access.grantees_in(g.marac_id)) → true]',
    because:
      'row-level security of access.grants shows whoever does not stand there their own alone, and who stands is asked nothing',
  },
  {
    change: '[g.case_id <> all (access.excluded()) → true]',
    because: 'row-level security of access.grants shows nothing of a case to whoever is excluded from it',
  },
];
