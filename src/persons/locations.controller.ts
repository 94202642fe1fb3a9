import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { LocationEnding, LocationsView, NewLocation, RecordedLocation } from './locations.http.js'; // prettier-ignore
import { LocationsService } from './locations.service.js';

@ApiTags('Protected locations')
@Controller('cases/:id/locations')
export class LocationsController {
  constructor(private readonly locations: LocationsService) {}

  /** Where the victim and the children are safe. Withheld unless it was shared with you and you proved a second factor just now. */
  @Get()
  @Allow('locations:read')
  @ApiOkResponse({ type: LocationsView })
  list(@IdParam('id') id: string): Promise<LocationsView> {
    return this.locations.list(id);
  }

  /** Records a refuge, a new address, a school or anything else that would lead somebody to the victim; may replace an earlier one. */
  @Post()
  @Allow('locations:record')
  @ApiCreatedResponse({ type: RecordedLocation })
  add(@IdParam('id') id: string, @Body() body: NewLocation): Promise<RecordedLocation> {
    return this.locations.add(id, body);
  }

  /** It goes on no longer. It stays protected all the same. */
  @Post(':locationId/ending')
  @HttpCode(200)
  @Allow('locations:record')
  @ApiOkResponse({ type: RecordedLocation })
  end(
    @IdParam('id') id: string,
    @IdParam('locationId') locationId: string,
    @IfMatch() version: number,
    @Body() body: LocationEnding,
  ): Promise<RecordedLocation> {
    return this.locations.end(id, locationId, version, body);
  }
}
