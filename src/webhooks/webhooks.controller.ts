import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { ShownOnce } from '../platform/http/idempotency.interceptor.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { NewWebhook, NewWebhookView, WebhookChange, WebhookDeliveryView, WebhookView } from './webhooks.dto.js';
import { Webhooks } from './webhooks.service.js';

/**
 * Messages are signed as Standard Webhooks say, hold ids alone, come at least once (`webhook-id` stays the same) and in no promised
 * order. The event feed has all of them.
 */
@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  /** Where your agency's systems are told what happens, in areas that you administer. */
  @Get()
  @Allow('webhooks:manage')
  @ApiOkResponse({ type: PageOf(WebhookView) })
  list(@Query() paging: Paging): Promise<Page<WebhookView>> {
    return this.webhooks.list(paging);
  }

  /** Adds one, for your agency. The secret is shown this once. */
  @Post()
  @ShownOnce()
  @Allow('webhooks:manage')
  @ApiCreatedResponse({ type: NewWebhookView })
  add(@Body() body: NewWebhook): Promise<NewWebhookView> {
    return this.webhooks.add(body);
  }

  @Get(':id')
  @Allow('webhooks:manage')
  @ApiOkResponse({ type: WebhookView })
  byId(@IdParam('id') id: string): Promise<WebhookView> {
    return this.webhooks.byId(id);
  }

  /** Changes it as a whole; you answer for it from then on. */
  @Put(':id')
  @Allow('webhooks:manage')
  @ApiOkResponse({ type: WebhookView })
  change(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: WebhookChange): Promise<WebhookView> {
    return this.webhooks.change(id, version, body);
  }

  /** Nothing is sent there any more. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('webhooks:manage')
  @ApiNoContentResponse()
  remove(@IdParam('id') id: string, @IfMatch() version: number): Promise<void> {
    return this.webhooks.remove(id, version);
  }

  /** A new secret, shown this once. For a day messages are signed with the old one as well. */
  @Post(':id/secret')
  @ShownOnce()
  @Allow('webhooks:manage')
  @ApiCreatedResponse({ type: NewWebhookView })
  renewSecret(@IdParam('id') id: string, @IfMatch() version: number): Promise<NewWebhookView> {
    return this.webhooks.renewSecret(id, version);
  }

  /** What was sent there, newest first, or tried. */
  @Get(':id/deliveries')
  @Allow('webhooks:manage')
  @ApiOkResponse({ type: PageOf(WebhookDeliveryView) })
  deliveries(@IdParam('id') id: string, @Query() paging: Paging): Promise<Page<WebhookDeliveryView>> {
    return this.webhooks.deliveries(id, paging);
  }
}
