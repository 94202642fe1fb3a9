import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { AttendanceService } from './attendance.service.js';
import { Intentions } from './intentions.service.js';
import {
  AttendanceChange,
  AttendanceRollView,
  AttendanceView,
  GuestAttendanceView,
  IntentionsView,
  NewAttendance,
  NewGuestAttendance,
  NewIntention,
} from './meeting-day.dto.js';
import { Roll } from './roll.service.js';

@ApiTags('Meeting day')
@Controller()
export class MeetingDayController {
  constructor(
    private readonly intentions: Intentions,
    private readonly attendance: AttendanceService,
    private readonly roll: Roll,
  ) {}

  /** Which agencies said that they come. */
  @Get('meetings/:id/intentions')
  @Allow('meetings:read')
  @ApiOkResponse({ type: IntentionsView })
  intended(@IdParam('id') id: string): Promise<IntentionsView> {
    return this.intentions.read(id);
  }

  /** Your agency says whether it comes. Who manages the meeting may say it for any. */
  @Post('meetings/:id/intentions')
  @HttpCode(200)
  @Allow('meetings:read')
  @ApiOkResponse({ type: IntentionsView })
  say(@IdParam('id') id: string, @Body() body: NewIntention): Promise<IntentionsView> {
    return this.intentions.say(id, body);
  }

  /** Who came, whose apologies there are, and who is absent. */
  @Get('meetings/:id/attendance')
  @Allow('meetings:read')
  @ApiOkResponse({ type: AttendanceRollView })
  attended(@IdParam('id') id: string): Promise<AttendanceRollView> {
    return this.roll.read(id);
  }

  /** Writes down somebody who came, or an agency's apologies. */
  @Post('meetings/:id/attendance')
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: AttendanceView })
  record(@IdParam('id') id: string, @Body() body: NewAttendance): Promise<AttendanceView> {
    return this.attendance.record(id, body);
  }

  /** They left, came back, or came as something else. Needs If-Match with the version of the line. */
  @Put('attendance/:id')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: AttendanceView })
  change(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: AttendanceChange,
  ): Promise<AttendanceView> {
    return this.attendance.change(id, version, body);
  }

  /** A guest came to their slot, or left it. */
  @Post('guests/:id/attendance')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: GuestAttendanceView })
  guest(@IdParam('id') id: string, @Body() body: NewGuestAttendance): Promise<GuestAttendanceView> {
    return this.roll.guest(id, body);
  }
}
