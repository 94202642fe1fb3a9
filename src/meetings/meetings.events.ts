/**
 * What meetings tell. Each carries `agendaItemId`, `meetingId`, `caseId` and `maracId`.
 *
 * - `case.listed`: a case was put on the agenda of a meeting
 * - `case.heard`: it was heard there
 * - `case.not-heard`: it was listed and not heard; where it is listed next is on the agenda
 * - `case.withdrawn`: it was taken off the list
 *
 * `case.escalated`: it was not heard so often that the chair is told
 *
 * `agenda.arranged` carries `meetingId` and `maracId`: slots of the meeting moved.
 */
export const EVENTS = [
  'case.listed',
  'case.heard',
  'case.not-heard',
  'case.withdrawn',
  'agenda.arranged',
  'case.escalated',
];
export const CASE_ESCALATED = 'case.escalated';
