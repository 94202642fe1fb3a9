import type { Label } from './labels.js';

const IN_WORDS: Record<Label, string> = {
  IDENTITY: 'who the victim is',
  CONTACT: 'how the victim is reached',
  LOCATION_SAFE: 'where the victim is safe',
  PERPETRATOR: 'the perpetrators',
  CHILD: 'the children',
  HEALTH: 'health',
  INTELLIGENCE: 'intelligence',
  SOURCE: 'who told us',
  EQUALITY: 'equality monitoring',
};

/** "Why can I see this?" in one paragraph of plain English. */
export function explainAccess(
  standing: readonly string[],
  grants: readonly { grantee: string; purpose: string; reason: string }[],
  labels: readonly Label[],
): string {
  const because = [
    ...standing.map((role) => `you are ${role === 'CHAIR' ? 'a chair' : 'a coordinator'} of this MARAC`),
    ...grants.map((g) => `it was shared with ${g.grantee} for ${g.purpose} (${g.reason})`),
  ];
  const seen = labels.map((label) => IN_WORDS[label]).join(', ');
  const hidden = (Object.keys(IN_WORDS) as Label[])
    .filter((label) => !labels.includes(label))
    .map((label) => IN_WORDS[label]);
  const notSeen = hidden.length > 0 ? ` You do not see: ${hidden.join(', ')}.` : '';
  return `You can see this case because ${because.join('; and ')}; and your agency has signed the protocol. You see: ${seen}.${notSeen}`;
}
