import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { NewTick, TasksQuery, TasksView, TickView } from './tasks.dto.js';
import { Tasks } from './tasks.service.js';

@ApiTags('Calendar')
@Controller()
export class TasksController {
  constructor(private readonly tasks: Tasks) {}

  /** What is to be seen to around the meetings of an area, by the day it is due: from the tables as they stand. */
  @Get('tasks')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: TasksView })
  list(@Query() query: TasksQuery): Promise<TasksView> {
    return this.tasks.list(query);
  }

  /** Ticks off a step that happens outside the system. */
  @Post('meetings/:id/ticks')
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: TickView })
  tick(@IdParam('id') id: string, @Body() body: NewTick): Promise<TickView> {
    return this.tasks.tick(id, body);
  }

  /** Takes a tick back. */
  @Post('meetings/:id/ticks/withdrawal')
  @HttpCode(204)
  @Allow('meetings:manage')
  @ApiNoContentResponse()
  untick(@IdParam('id') id: string, @Body() body: NewTick): Promise<void> {
    return this.tasks.untick(id, body);
  }
}
