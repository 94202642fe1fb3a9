import { expect, test } from '@jest/globals';
import { attended, type Attended, type AttendanceLine, lineProblems } from './attendance.rules.js';

const at = (time: string) => new Date(`2026-03-04T${time}:00Z`);
const NOW = at('12:00');
const came: AttendanceLine = {
  cameAs: 'REPRESENTATIVE',
  userId: 'u',
  name: '',
  arrivedAt: at('09:30'),
  leftAt: null,
  informationSent: null,
  informationReceivedOn: null,
  signedOnPaper: false,
};
const sorry: AttendanceLine = { ...came, cameAs: 'APOLOGIES', userId: null, arrivedAt: null, informationSent: false };

test.each<[string, AttendanceLine, string[]]>([
  ['who came', came, []],
  ['a named deputy', { ...came, cameAs: 'DEPUTY', userId: null, name: 'A. Deputy' }, []],
  ['nobody', { ...came, userId: null }, ['/userId required']],
  ['two in one', { ...came, name: 'Another' }, ['/name not-both']],
  ['from the future', { ...came, arrivedAt: at('12:01') }, ['/arrivedAt in-the-future']],
  ['who leaves before they come', { ...came, leftAt: at('09:29') }, ['/leftAt before-arrival']],
  ['who will leave', { ...came, leftAt: at('12:30') }, ['/leftAt in-the-future']],
  ['who came and sent information', { ...came, informationSent: true }, ['/informationSent not-wanted']],
  ['who came, received', { ...came, informationReceivedOn: '2026-03-03' }, ['/informationReceivedOn not-wanted']],
  ['apologies', sorry, []],
  ['apologies of a person', { ...sorry, userId: 'u' }, []],
  ['apologies with information', { ...sorry, informationSent: true, informationReceivedOn: '2026-03-03' }, []],
  ['apologies, nobody said', { ...sorry, informationSent: null }, ['/informationSent required']],
  ['information without a day', { ...sorry, informationSent: true }, ['/informationReceivedOn required']],
  [
    'a day without information',
    { ...sorry, informationReceivedOn: '2026-03-03' },
    ['/informationReceivedOn not-wanted'],
  ],
  ['apologies that arrive', { ...sorry, arrivedAt: at('09:30') }, ['/arrivedAt not-wanted']],
  ['apologies that leave', { ...sorry, leftAt: at('09:30') }, ['/leftAt not-wanted']],
])('%s', (_, line, expected) => {
  expect(lineProblems(line, NOW).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
});

const open = { openedAt: at('09:30'), closedAt: null, minutesOfGrace: 15 };
const closed = { ...open, closedAt: at('12:00') };
test.each<[string, AttendanceLine, typeof open | typeof closed, Attended]>([
  ['from the start', came, open, 'PRESENT'],
  ['in the grace', { ...came, arrivedAt: at('09:45') }, open, 'PRESENT'],
  ['late', { ...came, arrivedAt: at('09:46') }, open, 'PRESENT_PART'],
  ['before it opened', { ...came, arrivedAt: at('09:00') }, { ...open, openedAt: null as never }, 'PRESENT'],
  ['left', { ...came, leftAt: at('11:00') }, open, 'PRESENT_PART'],
  ['left at the end', { ...came, leftAt: at('12:00') }, closed, 'PRESENT'],
  ['left before the end', { ...came, leftAt: at('11:59') }, closed, 'PRESENT_PART'],
  ['the chair', { ...came, cameAs: 'CHAIR' }, closed, 'PRESENT'],
  ['a deputy', { ...came, cameAs: 'DEPUTY' }, closed, 'DEPUTY'],
  ['an observer', { ...came, cameAs: 'OBSERVER' }, closed, 'OBSERVER'],
  ['apologies', sorry, closed, 'APOLOGIES_NO_INFO'],
  ['apologies with information', { ...sorry, informationSent: true }, closed, 'APOLOGIES_INFO_SENT'],
])('%s reads %s', (_, line, day, expected) => {
  expect(attended(line, day)).toBe(expected);
});
