import { ShownOnce } from '../platform/http/idempotency.interceptor.js';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { NewUser, UserView } from './identity.dto.js';
import { RecoveryService } from './recovery.service.js';
import { RecoveryCodeView, RecoveryView } from './second-factor.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly recoveries: RecoveryService,
  ) {}

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

  /** Asks for the recovery of somebody who lost their second factor. Another administrator must confirm it within a day. */
  @Post(':id/recovery')
  @Allow('users:manage')
  @ApiCreatedResponse({ type: RecoveryView })
  askRecovery(@IdParam('id') id: string): Promise<RecoveryView> {
    return this.recoveries.ask(id);
  }

  /** Confirms it. The person's second factors are gone, their sessions end, and the code lets them enrol anew. */
  @Post(':id/recovery/confirmation')
  @ShownOnce()
  @Allow('users:manage')
  @ApiCreatedResponse({ type: RecoveryCodeView })
  confirmRecovery(@IdParam('id') id: string): Promise<RecoveryCodeView> {
    return this.recoveries.confirm(id);
  }
}
