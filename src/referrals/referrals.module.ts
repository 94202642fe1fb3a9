import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AssessmentsModule } from '../assessments/assessments.module.js';
import { ConflictsModule } from '../conflicts/conflicts.module.js';
import { FlagsModule } from '../flags/flags.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideResealed } from '../platform/crypto/resealed.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { provideJobs } from '../platform/queue/job.js';
import { AreaRules } from './area-rules.service.js';
import { CasesController } from './cases.controller.js';
import { CasesService } from './cases.service.js';
import { CheckTokens } from './check-tokens.service.js';
import { ImportBatch } from './import-batch.service.js';
import { ImportService } from './import.service.js';
import { ImportsController } from './imports.controller.js';
import { RUN_IMPORT, SWEEP_IMPORTS } from './imports.jobs.js';
import { ImportsService, sealedFor } from './imports.service.js';
import { ImportsWorker } from './imports-worker.service.js';
import { IntakeChecks } from './intake-checks.service.js';
import { Intake } from './intake.service.js';
import { ReferralWriter } from './referral-writer.service.js';
import { ReferralsController } from './referrals.controller.js';
import {
  COUNTER_ALLEGATION, REFERRAL_ACCEPTED, REFERRAL_DECLINED, REFERRAL_RETURNED, REFERRAL_SUBMITTED,
} from './referrals.events.js'; // prettier-ignore
import { ReferralsReader } from './referrals.reader.js';
import { ReferralsService } from './referrals.service.js';
import { Referrers } from './referrers.service.js';
import { RepeatCheck } from './repeat-check.service.js';
import { RepeatChecksController } from './repeat-checks.controller.js';
import { HistoryElsewhere } from './repeat-checks-elsewhere.service.js';
import { RepeatChecks } from './repeat-checks.service.js';
import { RowFingerprints } from './row-fingerprints.js';
import { SerialPerpetratorsController } from './serial-perpetrators.controller.js';
import { SerialPerpetrators } from './serial-perpetrators.service.js';
import { VisibleHistory } from './visible-history.service.js';

registerConstraint('referral_ref_is_taken', {
  status: 409,
  code: 'ref-taken',
  title: 'Another referral of this MARAC has this reference.',
  pointer: '/ref',
});

@Module({
  imports: [AccessModule, AssessmentsModule, ConflictsModule, FlagsModule, IdentityModule, MaracsModule, PersonsModule],
  controllers: [
    ReferralsController,
    CasesController,
    ImportsController,
    RepeatChecksController,
    SerialPerpetratorsController,
  ],
  providers: [
    ...[AreaRules, RepeatCheck, IntakeChecks, ReferralWriter, Intake, ReferralsService, ReferralsReader, CasesService],
    ...[RepeatChecks, VisibleHistory, HistoryElsewhere, CheckTokens, Referrers, SerialPerpetrators],
    ...[ImportBatch, RowFingerprints, ImportService, ImportsService, ImportsWorker],
    provideResealed({ table: 'referrals.imports', column: 'content', aad: sealedFor }),
    provideFreeText({
      'referrals.referrals.summary': 'summary of a referral',
      'referrals.referrals.judgement': 'professional judgement',
      'referrals.referrals.decision_reason': 'explanation of a decision',
      'referrals.referrals.ref': 'reference of a referral',
    }),
    provideJobs([RUN_IMPORT, SWEEP_IMPORTS]),
    provideEvents([REFERRAL_SUBMITTED, REFERRAL_ACCEPTED, REFERRAL_RETURNED, REFERRAL_DECLINED, COUNTER_ALLEGATION]),
  ],
  exports: [Intake, ReferralsService, ReferralsReader, ImportService],
})
export class ReferralsModule {}
