import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
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
import { provideDueKinds } from '../platform/due/when-due.js';
import { Amendments } from './amendments.service.js';
import { Appeals } from './appeals.service.js';
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
import { FormPrints } from './form-prints.js';
import { Intake } from './intake.service.js';
import { IntakeQueue } from './intake-queue.service.js';
import { ReferralEdits } from './referral-edits.service.js';
import { ReferralForms } from './referral-forms.service.js';
import { ReferralSteps } from './referral-steps.service.js';
import { ReferralWriter } from './referral-writer.service.js';
import { ReferralsController } from './referrals.controller.js';
import { REFERRAL_EVENTS } from './referrals.events.js';
import { ReferralsReader } from './referrals.reader.js';
import { ReferralsService } from './referrals.service.js';
import { Referrers } from './referrers.service.js';
import { RepeatCheck } from './repeat-check.service.js';
import { RepeatChecksController } from './repeat-checks.controller.js';
import { HistoryElsewhere } from './repeat-checks-elsewhere.service.js';
import { RepeatChecks } from './repeat-checks.service.js';
import { RowFingerprints } from './row-fingerprints.js';
import { ScreeningAlarms } from './screening-alarms.service.js';
import { ScreeningClocks } from './screening-clocks.service.js';
import { ScreeningController } from './screening.controller.js';
import { APPEAL_DUE, EMERGENCY_DUE, SCREENING_DUE, SWEEP_SCREENING } from './screening.jobs.js';
import { Screenings } from './screening.service.js';
import { SerialPerpetratorsController } from './serial-perpetrators.controller.js';
import { SerialPerpetrators } from './serial-perpetrators.service.js';
import { SignOffs } from './sign-offs.service.js';
import { VisibleHistory } from './visible-history.service.js';

registerConstraint('referral_ref_is_taken', {
  status: 409,
  code: 'ref-taken',
  title: 'Another referral of this MARAC has this reference.',
  pointer: '/ref',
});

@Module({
  imports: [
    AccessModule,
    AlertsModule,
    AssessmentsModule,
    ConflictsModule,
    FlagsModule,
    IdentityModule,
    MaracsModule,
    PersonsModule,
  ],
  controllers: [
    ReferralsController,
    CasesController,
    ImportsController,
    RepeatChecksController,
    SerialPerpetratorsController,
    ScreeningController,
  ],
  providers: [
    ...[AreaRules, RepeatCheck, IntakeChecks, ReferralWriter, Intake, ReferralsService, ReferralsReader, CasesService],
    ...[RepeatChecks, VisibleHistory, HistoryElsewhere, CheckTokens, Referrers, SerialPerpetrators],
    ...[ScreeningClocks, ScreeningAlarms, ReferralSteps, Screenings, Appeals, SignOffs, IntakeQueue],
    ...[FormPrints, ReferralForms, Amendments, ReferralEdits],
    ...[ImportBatch, RowFingerprints, ImportService, ImportsService, ImportsWorker],
    provideResealed({ table: 'referrals.imports', column: 'content', aad: sealedFor }),
    provideFreeText({
      'referrals.referrals.summary': 'summary of a referral',
      'referrals.referrals.judgement': 'professional judgement',
      'referrals.referrals.decision_reason': 'explanation of a decision',
      'referrals.referrals.ref': 'reference of a referral',
      'referrals.steps.note': 'explanation of a decision',
      'referrals.steps.weighed': 'what was weighed besides a score',
      'referrals.appeals.grounds': 'grounds of an appeal',
      'referrals.appeals.reason': 'decision on an appeal',
    }),
    provideJobs([RUN_IMPORT, SWEEP_IMPORTS, SWEEP_SCREENING]),
    provideDueKinds([SCREENING_DUE, APPEAL_DUE, EMERGENCY_DUE]),
    provideEvents(REFERRAL_EVENTS),
  ],
  exports: [Intake, ReferralsService, ReferralsReader, ImportService, Screenings],
})
export class ReferralsModule {}
