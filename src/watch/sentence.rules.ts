/** A line of the record with the names of those concerned. */
export interface Told {
  at: Date;
  actorKind: string;
  actorId: string;
  /** undefined when the person is not there any more */
  actorName?: string;
  agencyName?: string;
  action: string;
  subjectKind: string;
  caseRef?: string;
  purpose: string | null;
  labels: readonly string[] | null;
  outcome: string;
  code: string | null;
}

const DEEDS: Readonly<Record<string, string>> = {
  'case.opened': 'opened the case',
  'case.founded': 'founded the case',
  'case.rejoined': 'added a referral to the case',
  'case.listed': 'put the case on the list of a meeting',
  'case.closed-to': 'shut the case to somebody',
  'case.reopened-to': 'opened the case again to somebody it was shut to',
  'action.read': 'read an action of the case',
  'referral.placed': 'placed a referral of the case',
};

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });

/** What somebody who is no expert reads: who, of which agency, did what, when, why, and what they were shown. */
export function sentence(told: Told): string {
  const deed = DEEDS[told.action] ?? `did "${told.action}" to the ${told.subjectKind}`;
  const parts = [
    `${who(told)} ${deed}${told.caseRef ? ` ${told.caseRef}` : ''} on ${MOMENT.format(told.at)}`,
    told.purpose ? `, purpose ${told.purpose}` : '',
    told.labels && told.labels.length > 0 ? `; shown: ${told.labels.join(', ')}` : '',
    told.outcome === 'DONE' ? '' : `; ${told.outcome.toLowerCase()}${told.code ? ` (${told.code})` : ''}`,
  ];
  return `${parts.join('')}.`;
}

function who({ actorKind, actorId, actorName, agencyName }: Told): string {
  if (actorKind === 'system') return `The system (${actorId})`;
  if (actorKind === 'operator') return `An operator at the server (${actorId})`;
  if (actorKind === 'anonymous') return 'Somebody not signed in';
  return `${actorName ?? 'Somebody who is not known any more'}${agencyName ? ` of ${agencyName}` : ''}`;
}
