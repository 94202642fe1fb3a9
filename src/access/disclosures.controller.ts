import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { DisclosureRecorded, DisclosureView, NewDisclosure } from './disclosures.dto.js';
import { Disclosures } from './disclosures.service.js';

@ApiTags('Sharing')
@Controller('cases/:id/disclosures')
export class DisclosuresController {
  constructor(private readonly disclosures: Disclosures) {}

  /** Who was told what, when and why, and whether and when they opened the case. */
  @Get()
  @Allow('sharing:read')
  @ApiOkResponse({ type: [DisclosureView] })
  list(@IdParam('id') id: string): Promise<DisclosureView[]> {
    return this.disclosures.list(id);
  }

  /** Somebody outside the system was told. */
  @Post()
  @Allow('disclosures:record')
  @ApiCreatedResponse({ type: DisclosureRecorded })
  record(@IdParam('id') id: string, @Body() body: NewDisclosure): Promise<DisclosureRecorded> {
    return this.disclosures.record(id, body);
  }
}
