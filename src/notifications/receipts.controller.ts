import { timingSafeEqual } from 'node:crypto';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  HttpCode,
  Injectable,
  type PipeTransform,
  Post,
  UseGuards,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../platform/config/settings.js';
import { tokenHash } from '../platform/crypto/tokens.js';
import { Public } from '../platform/http/allow.js';
import { notSignedIn } from '../platform/http/gate.js';
import { Problem } from '../platform/http/problem.js';
import { Receipts } from './receipts.service.js';
import { readReceipt, type Receipt } from './verdict.rules.js';

/** Lets in whoever shows the token that Notify was given. Hashes of one length are compared, in a time that tells nothing. */
@Injectable()
export class NotifyCallbackGuard implements CanActivate {
  private readonly expected: Buffer | undefined;

  constructor({ notify }: Settings) {
    this.expected = notify?.callbackToken === undefined ? undefined : tokenHash(notify.callbackToken);
  }

  canActivate(context: ExecutionContext): boolean {
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!this.expected || given === undefined || !timingSafeEqual(tokenHash(given), this.expected)) throw notSignedIn();
    return true;
  }
}

/** What Notify adds to its receipts one day must not be refused, or none would count: so no class of fields. */
@Injectable()
export class ReceiptPipe implements PipeTransform<unknown, Receipt> {
  transform(body: unknown): Receipt {
    const receipt = readReceipt(body);
    if (!receipt) throw new Problem(422, 'invalid-input', 'This is no delivery receipt of ours.');
    return receipt;
  }
}

@ApiTags('Delivery receipts')
@Controller('delivery-receipts')
export class ReceiptsController {
  constructor(private readonly receipts: Receipts) {}

  /** GOV.UK Notify says what became of a message. The token that it was given for this is all that it needs. */
  @Post('notify')
  @HttpCode(204)
  @Public()
  @UseGuards(NotifyCallbackGuard)
  @ApiNoContentResponse()
  take(@Body(ReceiptPipe) receipt: Receipt): Promise<void> {
    return this.receipts.take(receipt);
  }
}
