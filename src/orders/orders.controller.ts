import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { OrderDates } from './order-dates.service.js';
import {
  NewBreach, NewCourtOrder, OrderDatesQuery, OrderDateView, OrderEnding, OrdersView, OrderVariation, OrderView,
} from './orders.dto.js'; // prettier-ignore
import { Orders } from './orders.service.js';
import { ReviewCompletion, RiskReviewsView, RiskReviewView } from './reviews.dto.js';
import { RiskReviews } from './reviews.service.js';

@ApiTags('Orders')
@Controller()
export class OrdersController {
  constructor(
    private readonly orders: Orders,
    private readonly dates: OrderDates,
    private readonly reviews: RiskReviews,
  ) {}

  /** Court orders, bail, licence, custody and release of the perpetrators of a case, with all that happened to them. */
  @Get('cases/:id/orders')
  @Allow('cases:read')
  @ApiOkResponse({ type: OrdersView })
  list(@IdParam('id') id: string): Promise<OrdersView> {
    return this.orders.list(id);
  }

  /** Records an order, bail, a licence, custody or a release. Its day raises a review of the risk. */
  @Post('cases/:id/orders')
  @Allow('orders:record')
  @ApiCreatedResponse({ type: OrderView })
  add(@IdParam('id') id: string, @Body() body: NewCourtOrder): Promise<OrderView> {
    return this.orders.add(id, body);
  }

  /** It was varied. For the agency that told us of it, and the coordinator. */
  @Put('orders/:id')
  @Allow('orders:record')
  @ApiOkResponse({ type: OrderView })
  vary(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: OrderVariation): Promise<OrderView> {
    return this.orders.vary(id, version, body);
  }

  /** It ended before its time, or the release was called off. */
  @Post('orders/:id/ending')
  @HttpCode(200)
  @Allow('orders:record')
  @ApiOkResponse({ type: OrderView })
  end(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: OrderEnding): Promise<OrderView> {
    return this.orders.end(id, version, body);
  }

  /** It was breached: the risk is reviewed at once. */
  @Post('orders/:id/breaches')
  @Allow('orders:record')
  @ApiCreatedResponse({ type: OrderView })
  breach(@IdParam('id') id: string, @Body() body: NewBreach): Promise<OrderView> {
    return this.orders.breach(id, body);
  }

  /** Days to come on which something ends that keeps a perpetrator away, of cases that you may see. */
  @Get('maracs/:id/order-dates')
  @Allow('cases:read')
  @ApiOkResponse({ type: PageOf(OrderDateView) })
  upcoming(@IdParam('id') id: string, @Query() query: OrderDatesQuery): Promise<Page<OrderDateView>> {
    return this.dates.list(id, query);
  }

  /** Reviews of the risk that dates and breaches raised, those that wait first. */
  @Get('cases/:id/risk-reviews')
  @Allow('cases:read')
  @ApiOkResponse({ type: RiskReviewsView })
  riskReviews(@IdParam('id') id: string): Promise<RiskReviewsView> {
    return this.reviews.list(id);
  }

  /** Says what came of a review. For IDVAs, coordinators and chairs. */
  @Post('risk-reviews/:id/completion')
  @HttpCode(200)
  @Allow('risk-reviews:complete')
  @ApiOkResponse({ type: RiskReviewView })
  complete(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: ReviewCompletion,
  ): Promise<RiskReviewView> {
    return this.reviews.complete(id, version, body);
  }
}
