import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { AcceptsForm, AcceptsSpreadsheet } from '../../src/platform/http/accepts.js';
import { Allow, AllowBeforeSecondFactor, AllowSignedIn, Public } from '../../src/platform/http/allow.js';
import {
  DateOnly,
  Email,
  Id,
  Instant,
  ListOf,
  Nested,
  OneOf,
  Text,
  Whole,
  YesNo,
} from '../../src/platform/http/fields.js';
import { IfMatch } from '../../src/platform/http/if-match.js';
import { Paging } from '../../src/platform/http/paging.js';
import { OwnTransaction } from '../../src/platform/http/unit-of-work.interceptor.js';
import { IdParam } from '../../src/platform/http/validation.js';

export const SOME_ID = '0192a1b2-0000-7000-8000-000000000001';

class Child {
  @Text({ max: 50, about: 'Name' }) name: string;
  @DateOnly({ about: 'Date of birth', optional: true }) born?: string;
}

export class NewThing {
  @Text({ max: 10, about: 'Name' }) name: string;
  @Text({ max: 100, about: 'Notes', optional: true, multiline: true }) notes?: string;
  @Text({ max: 10, about: 'Code', optional: true, pattern: /^[A-Z]+$/ }) code?: string;
  @Id({ about: 'Owner', optional: true }) ownerId?: string;
  @DateOnly({ about: 'Day', optional: true }) day?: string;
  @Instant({ about: 'Moment', optional: true }) at?: string;
  @OneOf(['LOW', 'HIGH'], { about: 'Risk', optional: true }) risk?: string;
  @Whole({ min: 0, max: 24, about: 'Score', optional: true }) score?: number;
  @YesNo({ about: 'Urgent', optional: true }) urgent?: boolean;
  @Email({ about: 'Contact', optional: true }) email?: string;
  @ListOf('text', { max: 3, about: 'Tags', optional: true }) tags?: string[];
  @ListOf(['A', 'B'], { max: 3, about: 'Letters', optional: true }) letters?: string[];
  @ListOf(() => Child, { max: 3, about: 'Children', optional: true }) children?: Child[];
  @Nested(() => Child, { about: 'Eldest', optional: true }) eldest?: Child;
}

class ThingQuery extends Paging {
  @YesNo({ about: 'Only mine', optional: true }) mine?: boolean;
  @ListOf(['A', 'B'], { max: 2, about: 'Letters', optional: true }) letters?: string[];
}

class SignInForm {
  @Text({ max: 100, about: 'Name' }) name: string;
}

class ThingView {
  @Id({ about: 'Id' }) id: string;
  @Whole({ about: 'Version' }) version: number;
  @Text({ max: 10, about: 'Remark', optional: true }) remark: string | null;
}

/** What the handlers saw, and what the next one is to throw. */
export class Seen {
  handlers: string[] = [];
  inputs: unknown[] = [];
  fault: unknown;

  enter(handler: string, input?: unknown): void {
    this.handlers.push(handler);
    this.inputs.push(input);
    const { fault } = this;
    this.fault = undefined;
    if (fault !== undefined) throw fault;
  }
}

@Controller('things')
@OwnTransaction()
export class ThingsController {
  constructor(private readonly seen: Seen) {}

  @Get()
  @Allow('things:read')
  list(@Query() query: ThingQuery): ThingQuery {
    this.seen.enter('list', query);
    return query;
  }

  @Get(':id')
  @Allow('things:read')
  @ApiOkResponse({ type: ThingView })
  one(@IdParam('id') id: string): ThingView {
    this.seen.enter('one', id);
    return { id, version: 7, remark: null };
  }

  @Post()
  @Allow('things:write')
  @ApiCreatedResponse({ type: ThingView })
  add(@Body() body: NewThing): ThingView {
    this.seen.enter('add', body);
    return { id: SOME_ID, version: 1, remark: null };
  }

  @Put(':id')
  @Allow('things:write')
  change(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewThing): object {
    this.seen.enter('change', { id, version, body });
    return {};
  }

  @Post('imports')
  @Allow('things:write')
  @AcceptsSpreadsheet()
  import(@Body() file: Buffer): { bytes: number } {
    this.seen.enter('import', file);
    return { bytes: file.length };
  }

  @Post('forms')
  @Allow('things:write')
  @AcceptsForm()
  form(@Body() form: SignInForm): object {
    this.seen.enter('form', form);
    return {};
  }

  @Delete(':id')
  @Allow('things:write')
  remove(@IdParam('id') id: string): object {
    this.seen.enter('remove', id);
    return {};
  }
}

@Controller()
export class DoorController {
  constructor(private readonly seen: Seen) {}

  @Post('door')
  @Public()
  knock(@Body() form: SignInForm): object {
    this.seen.enter('knock', form);
    return { name: form.name };
  }

  @Get('half-way')
  @AllowBeforeSecondFactor()
  @OwnTransaction()
  halfWay(): object {
    this.seen.enter('half-way');
    return {};
  }

  @Get('self')
  @AllowSignedIn()
  @OwnTransaction()
  self(): object {
    this.seen.enter('self');
    return {};
  }
}
