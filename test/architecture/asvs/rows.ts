import { type Row, inapplicable } from './row.js';
import { ENCODING } from './v01-encoding.js';
import { VALIDATION } from './v02-validation.js';
import { WEB } from './v03-web.js';
import { API } from './v04-api.js';
import { FILES } from './v05-files.js';
import { PASSWORDS } from './v06-passwords.js';
import { SIGNING_IN } from './v06-sign-in.js';
import { SESSION_MANAGEMENT } from './v07-sessions.js';
import { AUTHORISATION } from './v08-authorisation.js';
import { TOKENS } from './v10-tokens.js';
import { CRYPTOGRAPHY } from './v11-cryptography.js';
import { COMMUNICATION } from './v12-communication.js';
import { CONFIGURATION } from './v13-configuration.js';
import { DATA } from './v14-data.js';
import { ARCHITECTURE } from './v15-architecture.js';
import { LOGGING } from './v16-logging.js';

/** Every requirement of levels 1 and 2, in the standard's order. */
export const ROWS: readonly Row[] = [
  ...ENCODING,
  ...VALIDATION,
  ...WEB,
  ...API,
  ...FILES,
  ...PASSWORDS,
  ...SIGNING_IN,
  ...SESSION_MANAGEMENT,
  ...AUTHORISATION,
  ...TOKENS,
  ...CRYPTOGRAPHY,
  ...COMMUNICATION,
  ...CONFIGURATION,
  ...DATA,
  ...ARCHITECTURE,
  ...LOGGING,
  inapplicable(
    '17.1.1 17.2.1 17.2.2 17.2.3 17.2.4 17.3.1 17.3.2',
    'sound and pictures in real time',
    'There are none.',
  ),
];
