import type { FieldProblem } from '../platform/http/problem.js';

/** As what somebody comes, or that an agency does not. */
export const CAME_AS = ['REPRESENTATIVE', 'DEPUTY', 'CHAIR', 'NOTE_TAKER', 'OBSERVER', 'APOLOGIES'] as const;
export type CameAs = (typeof CAME_AS)[number];

/** Those who count for the quorum: who comes for an agency. */
export const MEMBERS: readonly CameAs[] = ['REPRESENTATIVE', 'DEPUTY', 'CHAIR'];

/** How an agency's line reads in the minutes (minutes template: apologies with and without information are told apart). */
export const ATTENDED = [
  'PRESENT', 'PRESENT_PART', 'DEPUTY', 'APOLOGIES_INFO_SENT', 'APOLOGIES_NO_INFO', 'OBSERVER', 'GUEST_SLOT',
] as const; // prettier-ignore
export type Attended = (typeof ATTENDED)[number];

/** What is written down of one person, or of an agency's apologies. */
export interface AttendanceLine {
  cameAs: CameAs;
  userId: string | null;
  name: string;
  arrivedAt: Date | null;
  leftAt: Date | null;
  informationSent: boolean | null;
  informationReceivedOn: string | null;
  signedOnPaper: boolean;
}

const problem = (pointer: string, code: string, detail: string): FieldProblem => ({ pointer, code, detail });

/** What of a line does not fit together. */
export function lineProblems(line: AttendanceLine, now: Date): FieldProblem[] {
  const apologises = line.cameAs === 'APOLOGIES';
  const who = whoProblems(line, apologises);
  return apologises ? [...who, ...apologyProblems(line)] : [...who, ...presenceProblems(line, now)];
}

function whoProblems({ userId, name }: AttendanceLine, apologises: boolean): FieldProblem[] {
  if (userId && name) return [problem('/name', 'not-both', 'Give a person with an account, or a name.')];
  if (userId || name || apologises) return [];
  return [problem('/userId', 'required', 'Say who came: a person with an account, or a name.')];
}

function apologyProblems(line: AttendanceLine): FieldProblem[] {
  const { arrivedAt, leftAt, informationSent, informationReceivedOn } = line;
  const problems: FieldProblem[] = [];
  if (arrivedAt) problems.push(problem('/arrivedAt', 'not-wanted', 'Who sends apologies does not arrive.'));
  if (leftAt) problems.push(problem('/leftAt', 'not-wanted', 'Who sends apologies does not leave.'));
  if (informationSent === null)
    problems.push(problem('/informationSent', 'required', 'Say whether information was sent with the apologies.'));
  if (informationSent && !informationReceivedOn)
    problems.push(problem('/informationReceivedOn', 'required', 'Say when the information was received.'));
  if (!informationSent && informationReceivedOn)
    problems.push(problem('/informationReceivedOn', 'not-wanted', 'No information was sent.'));
  return problems;
}

function presenceProblems(line: AttendanceLine, now: Date): FieldProblem[] {
  const { arrivedAt, leftAt, informationSent, informationReceivedOn } = line;
  const problems: FieldProblem[] = [];
  for (const [pointer, at] of [
    ['/arrivedAt', arrivedAt],
    ['/leftAt', leftAt],
  ] as const)
    // prettier-ignore
    if (at && at > now) problems.push(problem(pointer, 'in-the-future', 'This is yet to come.'));
  if (arrivedAt && leftAt && leftAt < arrivedAt)
    problems.push(problem('/leftAt', 'before-arrival', 'Nobody leaves before they arrive.'));
  if (informationSent !== null)
    problems.push(problem('/informationSent', 'not-wanted', 'This is for apologies alone.'));
  if (informationReceivedOn)
    problems.push(problem('/informationReceivedOn', 'not-wanted', 'This is for apologies alone.'));
  return problems;
}

/** How the line reads, given when the meeting was opened and closed. */
export function attended(
  line: Pick<AttendanceLine, 'cameAs' | 'arrivedAt' | 'leftAt' | 'informationSent'>,
  day: { openedAt: Date | null; closedAt: Date | null; minutesOfGrace: number },
): Attended {
  const { cameAs, arrivedAt, leftAt, informationSent } = line;
  if (cameAs === 'APOLOGIES') return informationSent ? 'APOLOGIES_INFO_SENT' : 'APOLOGIES_NO_INFO';
  if (cameAs === 'OBSERVER') return 'OBSERVER';
  if (cameAs === 'DEPUTY') return 'DEPUTY';
  const start = day.openedAt && day.openedAt.getTime() + day.minutesOfGrace * 60_000;
  const late = start !== null && arrivedAt !== null && arrivedAt.getTime() > start;
  const leftEarly = leftAt !== null && (day.closedAt === null || leftAt < day.closedAt);
  return late || leftEarly ? 'PRESENT_PART' : 'PRESENT';
}
