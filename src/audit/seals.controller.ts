import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { Problem } from '../platform/http/problem.js';
import { IdParam } from '../platform/http/validation.js';
import { CheckpointPage, CheckpointQuery, InclusionProofView, VerificationView } from './audit.dto.js';
import { Audit } from './audit.service.js';
import { Proofs } from './proofs.service.js';
import { VerificationService } from './verification.service.js';

/** A longer log takes longer than a request should: there is a command for it. */
const LONGEST = 2_000_000;

@ApiTags('Audit')
@Controller('audit')
export class SealsController {
  constructor(
    private readonly audit: Audit,
    private readonly proofs: Proofs,
    private readonly verification: VerificationService,
  ) {}

  /** Signed checkpoints of the log, newest first. */
  @Get('checkpoints')
  @Allow('audit:read')
  @ApiOkResponse({ type: CheckpointPage })
  async checkpoints(@Query() { before, limit }: CheckpointQuery): Promise<CheckpointPage> {
    this.audit.record({ action: 'audit.read', subject: { kind: 'audit', id: 'checkpoints' } });
    const items = await this.proofs.checkpoints(before ?? null, limit);
    return { items, next: items.length < limit ? null : items.at(-1)?.number || null };
  }

  /** Shows that an entry is in the log, to anybody who has the checkpoint. 409 `not-sealed` for a few seconds after it was written. */
  @Get('events/:id/proof')
  @Allow('audit:read')
  @ApiOkResponse({ type: InclusionProofView })
  async proof(@IdParam('id') id: string): Promise<InclusionProofView> {
    this.audit.record({ action: 'audit.read', subject: { kind: 'audit', id } });
    return this.proofs.inclusion(id);
  }

  /** Recomputes the whole log and compares it with every checkpoint outside. 409 `log-too-long` beyond two million entries. */
  @Post('verification')
  @HttpCode(200)
  @Allow('audit:read')
  @ApiOkResponse({ type: VerificationView })
  async verify(): Promise<VerificationView> {
    if ((await this.proofs.size()) > LONGEST) {
      throw Problem.conflict('log-too-long', 'The log is too long to verify here; the command audit verify does it.');
    }
    const verified = await this.verification.verify();
    const code = verified.ok ? 'proved' : 'not-proved';
    this.audit.record({ action: 'audit.verified', subject: { kind: 'audit', id: 'log' }, code });
    return verified;
  }
}
