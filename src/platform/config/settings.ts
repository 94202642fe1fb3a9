import type { DataKey } from '../crypto/key-ring.js';
import { readDataKeys } from '../crypto/key-ring-setting.js';
import { type NotifySettings, readCallbackToken, readNotifyKey, readTemplateId } from './notify-settings.js';
import { readSealKeys, readSealPlaces, type SealSettings } from './seal-settings.js';
import { readProxies } from './trusted-proxies.js';

/** A setting that is missing or would be unsafe. Names the setting and the reason; never repeats the value, which may be a secret. */
export class UnsafeSetting extends Error {
  /** The message is made of our own words, so it may be printed and logged. */
  readonly messageIsSafe = true;

  constructor(
    readonly setting: string,
    readonly reason: string,
  ) {
    super(`${setting} ${reason}`);
    this.name = 'UnsafeSetting';
  }
}

export type Environment = 'production' | 'development' | 'test';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the process was told by its environment, checked once at the start. */
export class Settings {
  /** postgres:// or postgresql:// */
  readonly databaseUrl: string;
  /** redis:// or rediss://; absent means that queues live in PostgreSQL. */
  readonly redisUrl?: string;
  /** TCP port, 0 (any free one) to 65535. */
  readonly port: number;
  readonly host: string;
  /** Origin under which people reach the system, without a slash at the end. */
  readonly publicUrl: string;
  readonly smtpUrl?: string;
  readonly mailFrom?: string;
  /** GOV.UK Notify in place of a mail server */
  readonly notify?: NotifySettings;
  readonly logLevel: LogLevel;
  readonly dataDir: string;
  /** Keys that protected locations and other secrets are sealed with, the current one first; absent outside production: made at first use. */
  readonly dataKeys?: readonly DataKey[];
  /** `required`: without a second factor a session may do nothing but prove or enrol one. `optional` is for trying things out. */
  readonly secondFactor: 'required' | 'optional';
  /** Addresses and CIDR ranges of proxies that say truly where a request comes from; nobody when empty. */
  readonly trustedProxies: readonly string[];
  /** Where the log's checkpoints go and what signs them. */
  readonly seal: SealSettings;
  readonly environment: Environment;

  constructor(values: Settings) {
    Object.assign(this, values);
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads and checks the settings. An empty variable counts as absent. @throws UnsafeSetting naming the first that will not do */
export function readSettings(env: Env): Settings {
  const environment = oneOf(env, 'NODE_ENV', ['production', 'development', 'test'], 'development');
  if (environment === 'production') refuseDemo(env);
  const port = wholeNumber(env, 'PORT', 3000, 65_535);
  const host = text(env, 'HOST') ?? '127.0.0.1';
  if (!/^[\w.:-]+$/.test(host)) throw new UnsafeSetting('HOST', 'must be an address or a host name');
  const smtpUrl = url(env, 'SMTP_URL', ['smtp:', 'smtps:'])?.text;
  const notify = notifySettings(env, environment);
  if (environment === 'production' && !notify) required('SMTP_URL', smtpUrl); // or alerts would go to a folder that nobody reads
  if (smtpUrl && notify)
    throw new UnsafeSetting('NOTIFY_API_KEY', 'must not be set beside SMTP_URL: there is one way out');
  return new Settings({
    databaseUrl: required('DATABASE_URL', url(env, 'DATABASE_URL', ['postgres:', 'postgresql:'])).text,
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:'])?.text,
    port,
    host,
    publicUrl: publicOrigin(env, environment, host, port),
    smtpUrl,
    mailFrom: sender(env, smtpUrl !== undefined),
    notify,
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    dataDir: text(env, 'MARAC_DATA_DIR') ?? '.marac',
    dataKeys: dataKeys(env, environment),
    seal: sealing(env, environment),
    secondFactor: secondFactor(env, environment),
    trustedProxies: trustedProxies(env),
    environment,
  });
}

/** Production has no default: keys that lie beside the data protect nothing. */
function dataKeys(env: Env, environment: Environment): DataKey[] | undefined {
  const given = text(env, 'DATA_KEYS');
  if (given === undefined) return environment === 'production' ? required('DATA_KEYS', undefined) : undefined;
  try {
    return readDataKeys(given);
  } catch (error) {
    throw new UnsafeSetting('DATA_KEYS', (error as RangeError).message);
  }
}

function secondFactor(env: Env, environment: Environment): 'required' | 'optional' {
  const value = oneOf(env, 'SECOND_FACTOR', ['required', 'optional'], 'required');
  if (environment === 'production' && value !== 'required') {
    throw new UnsafeSetting('SECOND_FACTOR', 'must be required in production');
  }
  return value;
}

/** Whoever is believed about addresses can guess passwords from as many as they like, so by default nobody is. */
function trustedProxies(env: Env): string[] {
  const given = text(env, 'TRUSTED_PROXIES');
  try {
    return given === undefined ? [] : readProxies(given);
  } catch (error) {
    throw new UnsafeSetting('TRUSTED_PROXIES', (error as RangeError).message);
  }
}

/** A log that can be rewritten together with all its checkpoints proves nothing: production keeps them in two places at least. */
function sealing(env: Env, environment: Environment): SealSettings {
  const keys = readBy(env, 'AUDIT_SIGNING_KEY', readSealKeys);
  const places = readBy(env, 'AUDIT_CHECKPOINTS', readSealPlaces);
  if (keys && keys.length > 1) throw new UnsafeSetting('AUDIT_SIGNING_KEY', 'must be one key');
  if (environment === 'production') {
    required('AUDIT_SIGNING_KEY', keys);
    if (required('AUDIT_CHECKPOINTS', places).length < 2) {
      throw new UnsafeSetting('AUDIT_CHECKPOINTS', 'must name two different places outside the database');
    }
  }
  return { key: keys?.[0], retiredKeys: readBy(env, 'AUDIT_RETIRED_KEYS', readSealKeys) ?? [], places };
}

/** Over plain HTTP the key would be shown to whoever listens; without receipts nobody learns that an address is dead. */
function notifySettings(env: Env, environment: Environment): NotifySettings | undefined {
  const apiKey = readBy(env, 'NOTIFY_API_KEY', readNotifyKey);
  const updateTemplate = readBy(env, 'NOTIFY_UPDATE_TEMPLATE', readTemplateId);
  const digestTemplate = readBy(env, 'NOTIFY_DIGEST_TEMPLATE', readTemplateId);
  const callbackToken = readBy(env, 'NOTIFY_CALLBACK_TOKEN', readCallbackToken);
  if (apiKey === undefined) return undefined;
  if (environment === 'production') required('NOTIFY_CALLBACK_TOKEN', callbackToken);
  return {
    apiKey,
    updateTemplate: required('NOTIFY_UPDATE_TEMPLATE', updateTemplate),
    digestTemplate: required('NOTIFY_DIGEST_TEMPLATE', digestTemplate),
    callbackToken,
    url: url(env, 'NOTIFY_URL', environment === 'production' ? ['https:'] : ['https:', 'http:'])?.parsed.origin,
  };
}

function readBy<T>(env: Env, name: string, read: (given: string) => T): T | undefined {
  const given = text(env, name);
  if (given === undefined) return undefined;
  try {
    return read(given);
  } catch (error) {
    if (error instanceof RangeError) throw new UnsafeSetting(name, error.message);
    throw error;
  }
}

function text(env: Env, name: string): string | undefined {
  const value = env[name];
  if (value === undefined || value.trim() === '') return undefined;
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(value)) throw new UnsafeSetting(name, 'must not hold control characters');
  return value.trim();
}

function required<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new UnsafeSetting(name, 'is missing');
  return value;
}

function oneOf<T extends string>(env: Env, name: string, values: readonly T[], otherwise: T): T {
  const value = text(env, name) ?? otherwise;
  const found = values.find((v) => v === value);
  if (!found) throw new UnsafeSetting(name, `must be one of ${values.join(', ')}`);
  return found;
}

function wholeNumber(env: Env, name: string, otherwise: number, max: number): number {
  const value = text(env, name);
  if (value === undefined) return otherwise;
  if (!/^\d{1,5}$/.test(value) || Number(value) > max) {
    throw new UnsafeSetting(name, `must be a whole number from 0 to ${max}`);
  }
  return Number(value);
}

function url(env: Env, name: string, protocols: readonly string[]): { text: string; parsed: URL } | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (!parsed || !protocols.includes(parsed.protocol)) {
    throw new UnsafeSetting(name, `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  }
  return { text: value, parsed };
}

/** Session cookies and links in mail depend on it, so production has no default and no plain HTTP. */
function publicOrigin(env: Env, environment: Environment, host: string, port: number): string {
  const given = url(env, 'PUBLIC_URL', ['http:', 'https:']);
  if (environment === 'production' && required('PUBLIC_URL', given).parsed.protocol !== 'https:') {
    throw new UnsafeSetting('PUBLIC_URL', 'must start with https:// in production');
  }
  if (!given) return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { parsed } = given;
  if (parsed.pathname !== '/' || parsed.search || parsed.hash || parsed.username || parsed.password) {
    throw new UnsafeSetting('PUBLIC_URL', 'must be an origin alone: no path, query or credentials');
  }
  return parsed.origin;
}

function sender(env: Env, needed: boolean): string | undefined {
  const value = text(env, 'MAIL_FROM');
  if (needed && value === undefined) throw new UnsafeSetting('MAIL_FROM', 'is missing, but SMTP_URL is set');
  if (value !== undefined && !/^(?:[^<>@]*<)?[^\s<>@]+@[^\s<>@]+>?$/.test(value)) {
    throw new UnsafeSetting('MAIL_FROM', 'must be an e-mail address');
  }
  return value;
}

/** Demo sign-ins are published, so no demo setting may be present where real cases are. */
function refuseDemo(env: Env): void {
  const demo = Object.keys(env).find((name) => name.startsWith('MARAC_DEMO') && text(env, name) !== undefined);
  if (demo) throw new UnsafeSetting(demo, 'must not be set in production');
}
