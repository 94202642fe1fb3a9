import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../platform/db/actor.js';
import { Allow } from '../platform/http/allow.js';
import { CurrentActor } from '../platform/http/signed-in.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { IdParam } from '../platform/http/validation.js';
import { PersonRecordView } from './details.dto.js';
import { PersonRecords } from './person-records.service.js';
import { AskedForPerson, AskedForView, NewSearch, SearchResultView } from './search.dto.js';
import { PersonsSearch } from './search.service.js';

@ApiTags('Persons')
@Controller('persons')
export class PersonsController {
  constructor(
    private readonly persons: PersonsSearch,
    private readonly records: PersonRecords,
  ) {}

  /** Who is known by this name and birth date, or telephone, on cases that you may open. Counted, and recorded with who asked. */
  @Post('search')
  @HttpCode(200)
  @OwnTransaction()
  @Allow('persons:search')
  @ApiOkResponse({ type: SearchResultView })
  search(@CurrentActor() actor: Actor, @Body() body: NewSearch): Promise<SearchResultView> {
    return this.persons.search(actor, body);
  }

  /** Who asked for this person, by search or repeat check. What you ask here is recorded too. */
  @Post('askers')
  @HttpCode(200)
  @Allow('audit:read')
  @ApiOkResponse({ type: AskedForView })
  askers(@Body() body: AskedForPerson): Promise<AskedForView> {
    return this.persons.askers(body);
  }

  /** A person as one case describes them, with what was added since, relationships, and the cases you may open in which they stand. */
  @Get(':id')
  @Allow('cases:read')
  @ApiOkResponse({ type: PersonRecordView })
  byId(@IdParam('id') id: string): Promise<PersonRecordView> {
    return this.records.byId(id);
  }
}
