import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { NewDetail, RecordedDetailView } from './details.dto.js';
import { DetailsService } from './details.service.js';

@ApiTags('Persons')
@Controller('persons/:id/details')
export class DetailsController {
  constructor(private readonly details: DetailsService) {}

  /** Adds another name, birth date, address, telephone or number of a person on a case that you may open. */
  @Post()
  @Allow('persons:describe')
  @ApiCreatedResponse({ type: RecordedDetailView })
  add(@IdParam('id') id: string, @Body() body: NewDetail): Promise<RecordedDetailView> {
    return this.details.add(id, body);
  }

  /** It was wrong: it is shown and compared no longer, and stays on record. */
  @Post(':detailId/retraction')
  @HttpCode(200)
  @Allow('persons:describe')
  @ApiOkResponse({ type: RecordedDetailView })
  retract(
    @IdParam('id') id: string,
    @IdParam('detailId') detailId: string,
    @IfMatch() version: number,
  ): Promise<RecordedDetailView> {
    return this.details.retract(id, detailId, version);
  }
}
