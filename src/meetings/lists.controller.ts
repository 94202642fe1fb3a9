import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { AgendaItemPlan, GuestAvailability, NewDeferral, ProposedOrderView } from './agenda-plan.dto.js';
import { AgendaPlans } from './agenda-plan.service.js';
import { Deferrals } from './deferral.service.js';
import { Guests } from './guests.service.js';
import { AgendaItemView } from './meetings.dto.js';
import { GuestView } from './papers.dto.js';
import { ProposedOrders } from './proposed-order.service.js';

@ApiTags('Agenda items')
@Controller()
export class ListsController {
  constructor(
    private readonly orders: ProposedOrders,
    private readonly plans: AgendaPlans,
    private readonly deferrals: Deferrals,
    private readonly guests: Guests,
  ) {}

  /** The order that the area's rules propose, with the reason of each place in words. It changes nothing. */
  @Get('meetings/:id/proposed-order')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: ProposedOrderView })
  proposed(@IdParam('id') id: string): Promise<ProposedOrderView> {
    return this.orders.propose(id);
  }

  /** Puts the list in the order proposed. Needs If-Match with the version of the meeting. */
  @Post('meetings/:id/proposed-order')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: ProposedOrderView })
  takeProposed(@IdParam('id') id: string, @IfMatch() version: number): Promise<ProposedOrderView> {
    return this.orders.take(id, version);
  }

  /** Says how a case is taken: minutes, children's team, or listed to mark files alone. Needs If-Match with the version of the agenda item. */
  @Put('agenda-items/:id')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: AgendaItemView })
  plan(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: AgendaItemPlan): Promise<AgendaItemView> {
    return this.plans.plan(id, version, body);
  }

  /** Moves a case to an extra meeting or a later one; with a check on the victim meanwhile. Needs If-Match with the version of the agenda item. */
  @Post('agenda-items/:id/deferral')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: AgendaItemView })
  defer(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewDeferral): Promise<AgendaItemView> {
    return this.deferrals.defer(id, version, body);
  }

  /** Says when a guest can come. */
  @Put('guests/:id/availability')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: GuestView })
  availability(@IdParam('id') id: string, @Body() body: GuestAvailability): Promise<GuestView> {
    return this.guests.sayWhen(id, body);
  }
}
