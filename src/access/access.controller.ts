import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { AccessView } from './access.dto.js';
import { Explain } from './explain.service.js';

@ApiTags('Cases')
@Controller('cases/:id/access')
export class AccessController {
  constructor(private readonly why: Explain) {}

  /** Why can I see this, what is kept from me, and what would end it? */
  @Get()
  @Allow('cases:explain')
  @ApiOkResponse({ type: AccessView })
  explain(@IdParam('id') caseId: string): Promise<AccessView> {
    return this.why.access(caseId);
  }
}
