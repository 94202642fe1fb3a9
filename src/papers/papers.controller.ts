import { Body, Controller, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../platform/db/actor.js';
import { Allow } from '../platform/http/allow.js';
import { CurrentActor } from '../platform/http/signed-in.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { IdParam } from '../platform/http/validation.js';
import { Copies } from './copies.service.js';
import { CopyView, PapersRecall, PapersView } from './papers.dto.js';
import { Register } from './register.service.js';

const PDF = 'application/pdf';

@ApiTags('Papers')
@Controller()
export class MeetingPapersController {
  constructor(
    private readonly copies: Copies,
    private readonly register: Register,
  ) {}

  /** How the papers of a meeting stand: whether they wait, what was called back, and the copies that were made. */
  @Get('meetings/:id/papers')
  @Allow('papers:read')
  @ApiOkResponse({ type: PapersView })
  read(@IdParam('id') id: string): Promise<PapersView> {
    return this.register.read(id);
  }

  /** A copy of the papers for you, as PDF: each is a rendering of its own, with its number in the register. */
  @Post('meetings/:id/papers')
  @OwnTransaction()
  @Allow('papers:read')
  @Header('content-type', PDF)
  @ApiProduces(PDF)
  @ApiCreatedResponse({ schema: { type: 'string', format: 'binary' } })
  async handOut(
    @CurrentActor() actor: Actor,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { number, bytes } = await this.copies.handOut(actor, id);
    void reply.header('content-disposition', `attachment; filename="papers-copy-${number}.pdf"`);
    return Buffer.from(bytes);
  }

  /** Calls copies back: those named, or all, and then no other leaves until the papers are released again. */
  @Post('meetings/:id/papers/recall')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: PapersView })
  recall(@IdParam('id') id: string, @Body() body: PapersRecall): Promise<PapersView> {
    return this.register.recall(id, body);
  }

  /** Papers leave again after all copies were called back. */
  @Post('meetings/:id/papers/release')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: PapersView })
  release(@IdParam('id') id: string): Promise<PapersView> {
    return this.register.release(id);
  }

  /** Says that your copy is destroyed. */
  @Post('paper-copies/:id/destruction')
  @HttpCode(200)
  @Allow('papers:read')
  @ApiOkResponse({ type: CopyView })
  destroy(@IdParam('id') id: string): Promise<CopyView> {
    return this.register.destroy(id);
  }
}
