import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface SourceFile {
  path: string;
  text: string;
}

/** What can carry a message out of the house. */
const CARRIERS = /from '(?:nodemailer|notifications-node-client|node:dgram|node:smtp|web-push|twilio)[^']*'/;
const TRANSPORTS = ['folder-transport.ts', 'notify-transport.ts', 'smtp-transport.ts'].map(
  (file) => `src/notifications/${file}`,
);
/** Must ring when everything else is down, so by a way of its own: to the one address in its settings, one fixed sentence. */
const ALARM = 'src/operations/watchdog.service.ts';

const files: SourceFile[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => ({ path: `src/${file}`, text: readFileSync(`src/${file}`, 'utf8') }));

const carrying = (all: SourceFile[]) => all.filter(({ text }) => CARRIERS.test(text)).map(({ path }) => path);
/** Files that hold a way out in their hands, not only name its shapes. */
const holding = (all: SourceFile[]) =>
  all.filter(({ text }) => /\b(?:MailTransport|(?:Smtp|Notify|Folder)Transport)\b(?!\s*,?\s*}?\s*from)/.test(text.replaceAll(/^import .*$/gm, ''))).map(({ path }) => path); // prettier-ignore

/** A victim must not be written to by accident: every message goes through the one door that looks where it goes. */
describe('messages leave by one door', () => {
  test('only transports know how mail is carried', () => {
    expect(carrying(files).sort()).toEqual([...TRANSPORTS, ALARM]);
  });

  test('only the door holds a transport', () => {
    const wiring = ['src/notifications/mail-transport.ts', 'src/notifications/notifications.module.ts'];
    expect(holding(files).sort()).toEqual([...TRANSPORTS, ...wiring, 'src/notifications/outgoing.service.ts'].sort());
  });

  test('the door asks whom an address reaches before it sends', () => {
    const door = files.find(({ path }) => path.endsWith('outgoing.service.ts'))!.text;
    expect(door.indexOf('.reachedBy(message.to)')).toBeGreaterThan(0);
    expect(door.indexOf('.reachedBy(message.to)')).toBeLessThan(door.indexOf('this.transport.send('));
    expect(door.match(/this\.transport\.send\(/g)).toHaveLength(1);
  });

  test('both looks bite', () => {
    const planted = [
      { path: 'src/a/a.service.ts', text: "import { createTransport } from 'nodemailer';" },
      { path: 'src/a/b.service.ts', text: 'constructor(private readonly out: MailTransport) {}' },
    ];
    expect([carrying(planted), holding(planted)]).toEqual([['src/a/a.service.ts'], ['src/a/b.service.ts']]);
  });
});
