import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { ClosureView, NewClosure } from './closures.dto.js';
import { Closures } from './closures.service.js';

@ApiTags('MARACs and agencies')
@Controller('maracs/:id/closures')
export class ClosuresController {
  constructor(private readonly closures: Closures) {}

  /** Days on which the area does not work, besides the bank holidays of its nation. */
  @Get()
  @Allow('maracs:read')
  @ApiOkResponse({ type: [ClosureView] })
  list(@IdParam('id') id: string): Promise<ClosureView[]> {
    return this.closures.list(id);
  }

  /** Adds such a day. Deadlines are counted without it at once, and meetings of a series move off it if they have no cases yet. */
  @Post()
  @Allow('closures:manage')
  @ApiCreatedResponse({ type: ClosureView })
  add(@IdParam('id') id: string, @Body() body: NewClosure): Promise<ClosureView> {
    return this.closures.add(id, body);
  }

  /** The day is worked after all. */
  @Delete(':closureId')
  @HttpCode(204)
  @Allow('closures:manage')
  @ApiNoContentResponse()
  end(@IdParam('id') id: string, @IdParam('closureId') closureId: string): Promise<void> {
    return this.closures.end(id, closureId);
  }
}
