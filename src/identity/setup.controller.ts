import { Body, Controller, Ip, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../platform/http/allow.js';
import { FirstAdministrator, SetupDoneView } from './setup.dto.js';
import { SetupService } from './setup.service.js';

@ApiTags('Set-up')
@Controller('setup')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  /** Makes the first administrator, with the one-time code that the server printed. Works once. */
  @Post()
  @Public()
  @ApiCreatedResponse({ type: SetupDoneView })
  setUp(@Body() body: FirstAdministrator, @Ip() ip: string): Promise<SetupDoneView> {
    return this.setup.setUp(body, ip);
  }
}
