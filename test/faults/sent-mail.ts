import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How often somebody was sent a mail about an action, from the messages themselves: what went out is not undone by any restore. */
export function sentMail(folder: string): Map<string, number> {
  const mails = path.join(folder, 'mail');
  const times = new Map<string, number>();
  if (!existsSync(mails)) return times;
  for (const name of readdirSync(mails)) {
    if (!name.endsWith('.eml')) continue;
    const text = readFileSync(path.join(mails, name), 'utf8').replaceAll('=\r\n', '');
    const to = /^To: .*?([^\s<>]+@[^\s<>]+)/m.exec(text)?.[1];
    const action = /actions\/([0-9a-f-]{36})/.exec(text)?.[1];
    if (!to || !action) continue;
    times.set(`${action} ${to}`, (times.get(`${action} ${to}`) ?? 0) + 1);
  }
  return times;
}

/** Of some actions: how many people were sent how many mails. */
export function mailsAbout(
  sent: ReadonlyMap<string, number>,
  ids: ReadonlySet<string>,
): { people: number; again: number } {
  const about = [...sent].filter(([key]) => ids.has(key.slice(0, 36)));
  return { people: about.length, again: about.filter(([, times]) => times > 1).length };
}
