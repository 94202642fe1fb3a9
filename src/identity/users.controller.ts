import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { NewUser, UserView } from './identity.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Allow('users:manage')
  @ApiOkResponse({ type: [UserView] })
  list(): Promise<UserView[]> {
    return this.users.list();
  }

  @Post()
  @Allow('users:manage')
  @ApiCreatedResponse({ type: UserView })
  add(@Body() body: NewUser): Promise<UserView> {
    return this.users.add(body);
  }

  /** Takes access away; sessions end at once. */
  @Post(':id/deactivation')
  @HttpCode(204)
  @Allow('users:manage')
  @ApiNoContentResponse()
  deactivate(@IdParam('id') id: string): Promise<void> {
    return this.users.deactivate(id);
  }
}
