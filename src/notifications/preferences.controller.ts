import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowSignedIn } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { NewNotificationPreferences, NotificationPreferencesView } from './preferences.dto.js';
import { PreferencesService } from './preferences.service.js';
import { Reach } from './reach.service.js';

@ApiTags('Inbox')
@Controller('me')
export class PreferencesController {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly reach: Reach,
  ) {}

  /** How you are told of what is in your inbox, kind by kind, and whether mail reaches you. */
  @Get('notification-preferences')
  @AllowSignedIn()
  @ApiOkResponse({ type: NotificationPreferencesView })
  mine(): Promise<NotificationPreferencesView> {
    return this.preferences.mine();
  }

  /** Chooses how you are told. What cannot wait cannot be silenced, and keeps no quiet hours. */
  @Put('notification-preferences')
  @AllowSignedIn()
  @ApiOkResponse({ type: NotificationPreferencesView })
  choose(@IfMatch() version: number, @Body() body: NewNotificationPreferences): Promise<NotificationPreferencesView> {
    return this.preferences.choose(version, body);
  }

  /** Your address is right: mail is tried again there. */
  @Post('address-confirmation')
  @HttpCode(204)
  @AllowSignedIn()
  @ApiNoContentResponse()
  confirm(): Promise<void> {
    return this.reach.confirmOwn();
  }
}
