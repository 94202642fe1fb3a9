import { type LogLevel, readSettings, type Settings, UnsafeSetting } from './settings.js';

/** What the watchdog was told by its environment, besides what every process is told. */
export interface WatchdogEnvironment extends Pick<Settings, 'databaseUrl' | 'smtpUrl' | 'mailFrom' | 'host'> {
  mailTo: string[];
  port: number;
  everyMs: number;
  canaryMs: number;
  logLevel: LogLevel;
}

const ADDRESS = /^[^\s<>@,]+@[^\s<>@,]+$/;

/** @throws UnsafeSetting naming the first that will not do */
export function readWatchdogSettings(env: Readonly<Record<string, string | undefined>>): WatchdogEnvironment {
  const { databaseUrl, smtpUrl, mailFrom, host, logLevel } = readSettings(env);
  const mailTo = (env['WATCHDOG_MAIL_TO'] ?? '').split(',').map((part) => part.trim()).filter((part) => part !== ''); // prettier-ignore
  if (!mailTo.every((address) => ADDRESS.test(address)))
    throw new UnsafeSetting('WATCHDOG_MAIL_TO', 'must be e-mail addresses, separated by commas');
  return {
    ...{ databaseUrl, smtpUrl, mailFrom, host, logLevel, mailTo },
    port: whole(env, 'WATCHDOG_PORT', 9_464, 65_535),
    everyMs: whole(env, 'WATCHDOG_EVERY_MS', 60_000, 600_000),
    canaryMs: whole(env, 'WATCHDOG_CANARY_MS', 60_000, 60_000),
  };
}

function whole(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  otherwise: number,
  max: number,
): number {
  const text = env[name] ?? '';
  if (text.trim() === '') return otherwise;
  if (!/^\d{1,6}$/.test(text) || Number(text) > max)
    throw new UnsafeSetting(name, `must be a whole number from 0 to ${max}`);
  return Number(text);
}
