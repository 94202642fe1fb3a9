import { Platform0001 } from './0001-platform.js';
import { Promises0002 } from './0002-promises.js';
import { Audit0003 } from './0003-audit.js';
import { Maracs0004 } from './0004-maracs.js';
import { Identity0005 } from './0005-identity.js';
import { Access0006 } from './0006-access.js';
import { Persons0007 } from './0007-persons.js';
import { Assessments0008 } from './0008-assessments.js';
import { Flags0009 } from './0009-flags.js';
import { Referrals0010 } from './0010-referrals.js';
import { Actions0011 } from './0011-actions.js';
import { Meetings0012 } from './0012-meetings.js';
import { Notifications0013 } from './0013-notifications.js';
import { Protocol0014 } from './0014-protocol.js';
import { Conflicts0018 } from './0018-conflicts.js';
import { Research0019 } from './0019-research.js';
import { SharingRecord0022 } from './0022-sharing-record.js';
import { PeopleSearch0020 } from './0020-people-search.js';
import { SignIn0015 } from './0015-sign-in.js';
import { AuditSeal0016 } from './0016-audit-seal.js';
import { ProtectedLocations0017 } from './0017-protected-locations.js';
import { Oidc0021 } from './0021-oidc.js';
import { LightGuards0023 } from './0023-light-guards.js';
import { ConflictKey0024 } from './0024-conflict-key.js';
import { GivenPasswords0025 } from './0025-given-passwords.js';
import { FlagRegister0026 } from './0026-flag-register.js';
import { Links0027 } from './0027-links.js';
import { Register0028 } from './0028-register.js';
import { MatchKeys0029 } from './0029-match-keys.js';
import { Calendar0030 } from './0030-calendar.js';
import { Conference0031 } from './0031-conference.js';
import { Papers0032 } from './0032-papers.js';
import { IntakeAgenda0033 } from './0033-intake-agenda.js';
import { ResearchTransfers0034 } from './0034-research-transfers.js';
import { GatheredGrants0042 } from './0042-gathered-grants.js';
import { GatheredLabels0046 } from './0046-gathered-labels.js';
import { Claimers0047 } from './0047-claimers.js';
import { HeldBackUntil0048 } from './0048-held-back-until.js';
import { MeetingCycle0044 } from './0044-meeting-cycle.js';
import { Delivery0038 } from './0038-delivery.js';
import { Ladders0036 } from './0036-ladders.js';
import { ActionLifecycle0035 } from './0035-action-lifecycle.js';
import { Engine0039 } from './0039-engine.js';
import { Webhooks0040 } from './0040-webhooks.js';
import { FencingEpochs0041 } from './0041-fencing-epochs.js';
import { Contacts0037 } from './0037-contacts.js';
import { MoreLadders0043 } from './0043-more-ladders.js';

/** Every migration in the order it runs. Never edited once merged. */
export const migrations = [
  ...[
    Platform0001,
    Promises0002,
    Audit0003,
    Maracs0004,
    Identity0005,
    Access0006,
    Persons0007,
    Assessments0008,
    Flags0009,
  ],
  ...[Referrals0010, Actions0011, Meetings0012, Notifications0013, Protocol0014, SignIn0015, AuditSeal0016],
  ...[ProtectedLocations0017, Conflicts0018, Research0019, PeopleSearch0020, Oidc0021, SharingRecord0022],
  ...[LightGuards0023, ConflictKey0024, GivenPasswords0025, FlagRegister0026, Links0027, Register0028, MatchKeys0029],
  ...[Calendar0030, Conference0031, Papers0032, IntakeAgenda0033, ResearchTransfers0034],
  ...[
    ActionLifecycle0035,
    Ladders0036,
    Contacts0037,
    Delivery0038,
    Engine0039,
    Webhooks0040,
    FencingEpochs0041,
    GatheredGrants0042,
    MoreLadders0043,
    MeetingCycle0044,
    GatheredLabels0046,
    Claimers0047,
    HeldBackUntil0048,
  ],
];
