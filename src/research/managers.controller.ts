import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ManagerView, NewManager } from './managers.dto.js';
import { Managers } from './managers.service.js';

@ApiTags('Research')
@Controller('maracs')
export class ManagersController {
  constructor(private readonly managers: Managers) {}

  /** Who is told when an agency still owes its research after the day. */
  @Get(':id/research-managers')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: [ManagerView] })
  list(@IdParam('id') id: string): Promise<ManagerView[]> {
    return this.managers.list(id);
  }

  /** Names who is told for this agency. Needs If-Match; "0" begins. */
  @Put(':id/agencies/:agencyId/research-manager')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: ManagerView })
  name(
    @IdParam('id') id: string,
    @IdParam('agencyId') agencyId: string,
    @IfMatch() version: number,
    @Body() body: NewManager,
  ): Promise<ManagerView> {
    return this.managers.name(id, agencyId, version, body);
  }
}
