import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { CanaryView, NewCanary } from './search-canaries.dto.js';
import { SearchCanaries } from './search-canaries.service.js';

@ApiTags('Canaries')
@Controller('canaries')
export class CanariesController {
  constructor(private readonly canaries: SearchCanaries) {}

  /** Registers an invented person. Whoever asks for them finds nobody, and auditors are told. The name is not kept. */
  @Post()
  @Allow('canaries:register')
  @ApiCreatedResponse({ type: CanaryView })
  register(@Body() body: NewCanary): Promise<CanaryView> {
    return this.canaries.register(body);
  }

  /** Canaries of the MARACs where you register them; never who they are. */
  @Get()
  @Allow('canaries:register')
  @ApiOkResponse({ type: [CanaryView] })
  list(): Promise<CanaryView[]> {
    return this.canaries.list();
  }

  /** Takes a canary out of use. */
  @Post(':id/retirement')
  @HttpCode(200)
  @Allow('canaries:register')
  @ApiOkResponse({ type: CanaryView })
  retire(@IdParam('id') id: string): Promise<CanaryView> {
    return this.canaries.retire(id);
  }
}
