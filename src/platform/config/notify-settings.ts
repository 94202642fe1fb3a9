/** GOV.UK Notify as the way out for mail. */
export interface NotifySettings {
  /** `name-SERVICE-KEY`, as Notify shows it once */
  readonly apiKey: string;
  /** the template of a message about one thing, and that of a digest; both hold ((words)) and ((link)) */
  readonly updateTemplate: string;
  readonly digestTemplate: string;
  /** what Notify shows when it calls back; without it no receipt is taken */
  readonly callbackToken?: string;
  /** another address of the API than Notify's own */
  readonly url?: string;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const API_KEY = new RegExp(`^\\S{0,200}-?${UUID}-${UUID}$`, 'i');
const TEMPLATE = new RegExp(`^${UUID}$`, 'i');

/** @throws RangeError that says what is wrong and repeats nothing of it */
export function readNotifyKey(text: string): string {
  if (!API_KEY.test(text)) throw new RangeError('must be an API key of GOV.UK Notify, whole');
  return text;
}

/** @throws RangeError */
export function readTemplateId(text: string): string {
  if (!TEMPLATE.test(text)) throw new RangeError('must be the id of a template (UUID)');
  return text;
}

/** Whoever knows it can have an address taken for dead. @throws RangeError */
export function readCallbackToken(text: string): string {
  if (!/^[\w.~+/=-]{32,200}$/.test(text)) throw new RangeError('must be 32 to 200 letters, digits and - . _ ~ + / =');
  return text;
}
