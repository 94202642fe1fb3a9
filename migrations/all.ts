import { Platform0001 } from './0001-platform.js';
import { Audit0003 } from './0003-audit.js';
import { Maracs0004 } from './0004-maracs.js';
import { Identity0005 } from './0005-identity.js';
import { Access0006 } from './0006-access.js';

/** Every migration in the order it runs. Never edited once merged. */
export const migrations = [Platform0001, Audit0003, Maracs0004, Identity0005, Access0006];
