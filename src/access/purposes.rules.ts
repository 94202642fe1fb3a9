/** What sharing decisions are for, in words, by the code under which they name it. */
export const SHARING_PURPOSES = {
  refer: 'being told what became of a referral',
  'support-victim': 'supporting the victim',
  'protect-children': 'protecting children',
  'protect-adult': 'protecting an adult at risk',
  'manage-perpetrator': 'managing the danger from the perpetrator',
  'carry-out-action': 'carrying out an action',
  'prepare-meeting': 'preparing a meeting',
  research: 'searching its own records',
  'attend-slot': "attending the case's slot of a meeting",
  'receive-transfer': 'taking the case over',
  emergency: 'an emergency',
  'need-to-know': 'a need to know, for an hour',
  audit: 'an audit, for an hour',
} as const;

/** For which of them somebody may share by hand; the others come with the deed they are named after. */
export const DECIDED_PURPOSES = [
  'support-victim', 'protect-children', 'protect-adult', 'manage-perpetrator', 'prepare-meeting',
] as const satisfies (keyof typeof SHARING_PURPOSES)[]; // prettier-ignore

/** A purpose in words; a code that has none speaks for itself. */
export const purposeInWords = (code: string): string => (SHARING_PURPOSES as Record<string, string>)[code] ?? code;
