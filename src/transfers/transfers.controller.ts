import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { Arrivals } from './arrivals.service.js';
import { Offers } from './offers.service.js';
import { IncomingQuery, IncomingView, NewTransfer, TransferRefusal, TransferView } from './transfers.dto.js';
import { TransferWithdrawals } from './withdrawals.service.js';

@ApiTags('Transfers')
@Controller()
export class TransfersController {
  constructor(
    private readonly offers: Offers,
    private readonly arrivals: Arrivals,
    private readonly withdrawals: TransferWithdrawals,
  ) {}

  /** Offers this case to the MARAC of another area. */
  @Post('cases/:id/transfers')
  @Allow('transfers:offer')
  @ApiCreatedResponse({ type: TransferView })
  offer(@IdParam('id') id: string, @Body() body: NewTransfer): Promise<TransferView> {
    return this.offers.offer(id, body);
  }

  /** Transfers of this case. Where to is withheld from who may not know where the victim is. */
  @Get('cases/:id/transfers')
  @Allow('transfers:read')
  @ApiOkResponse({ type: [TransferView] })
  ofCase(@IdParam('id') id: string): Promise<TransferView[]> {
    return this.offers.list(id);
  }

  /** Transfers offered to your MARAC. */
  @Get('transfers')
  @Allow('transfers:offer')
  @ApiOkResponse({ type: PageOf(IncomingView) })
  incoming(@Query() query: IncomingQuery): Promise<Page<IncomingView>> {
    return this.arrivals.list(query);
  }

  /** Says that an offer arrived and is being looked at. */
  @Post('transfers/:id/acknowledgement')
  @HttpCode(200)
  @Allow('transfers:offer')
  @ApiOkResponse({ type: IncomingView })
  acknowledge(@IdParam('id') id: string): Promise<IncomingView> {
    return this.arrivals.acknowledge(id);
  }

  /** Accepts a transfer: its package is then open to the coordinators of your MARAC. */
  @Post('transfers/:id/acceptance')
  @HttpCode(200)
  @Allow('transfers:offer')
  @ApiOkResponse({ type: IncomingView })
  accept(@IdParam('id') id: string): Promise<IncomingView> {
    return this.arrivals.accept(id);
  }

  /** Refuses a transfer. */
  @Post('transfers/:id/refusal')
  @HttpCode(200)
  @Allow('transfers:offer')
  @ApiOkResponse({ type: IncomingView })
  refuse(@IdParam('id') id: string, @Body() body: TransferRefusal): Promise<IncomingView> {
    return this.arrivals.refuse(id, body.reason);
  }

  /** Takes an offer of yours back. What it opened is shut at once. */
  @Post('transfers/:id/withdrawal')
  @HttpCode(200)
  @Allow('transfers:offer')
  @ApiOkResponse({ type: TransferView })
  withdraw(@IdParam('id') id: string, @Body() body: TransferRefusal): Promise<TransferView> {
    return this.withdrawals.withdraw(id, body.reason);
  }
}
