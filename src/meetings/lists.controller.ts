import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import {
  AgendaItemPlan,
  GuestAvailability,
  InterimCheckView,
  NewDeferral,
  ProposedOrderView,
  UncheckedCase,
} from './agenda-plan.dto.js';
import { AgendaPlans } from './agenda-plan.service.js';
import { CancelledChecks } from './cancelled-checks.service.js';
import { Deferrals } from './deferral.service.js';
import { Guests } from './guests.service.js';
import { AgendaItemView } from './meetings.dto.js';
import { InterimCheck } from './meetings.http.js';
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
    private readonly cancelled: CancelledChecks,
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

  /** Cases that a cancelled meeting put off and for which nobody checks on the victim yet. */
  @Get('meetings/:id/unchecked-cases')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: [UncheckedCase] })
  unchecked(@IdParam('id') id: string): Promise<UncheckedCase[]> {
    return this.cancelled.waiting(id);
  }

  /** Says who checks on the victim until a case is heard that a cancelled meeting put off. It becomes an action. */
  @Post('agenda-items/:id/interim-check')
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: InterimCheckView })
  check(@IdParam('id') id: string, @Body() body: InterimCheck): Promise<InterimCheckView> {
    return this.cancelled.agree(id, body);
  }

  /** Says when a guest can come. */
  @Put('guests/:id/availability')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: GuestView })
  availability(@IdParam('id') id: string, @Body() body: GuestAvailability): Promise<GuestView> {
    return this.guests.sayWhen(id, body);
  }
}
