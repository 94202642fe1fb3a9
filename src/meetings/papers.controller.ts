import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { Guests } from './guests.service.js';
import { AgendaItemView } from './meetings.dto.js';
import {
  DeclarationsView,
  GuestEnding,
  GuestView,
  NewDeclaration,
  NewGuest,
  NewWithdrawal,
  SlotView,
} from './papers.dto.js';
import { MeetingPapers } from './papers.service.js';
import { Slots } from './slots.service.js';
import { Withdrawals } from './withdrawal.service.js';

@ApiTags('Meetings')
@Controller()
export class PapersController {
  constructor(
    private readonly papers: MeetingPapers,
    private readonly guests: Guests,
    private readonly slots: Slots,
    private readonly withdrawals: Withdrawals,
  ) {}

  /** The statement of confidentiality, and who declared it for this meeting. */
  @Get('meetings/:id/declarations')
  @Allow('declarations:sign')
  @ApiOkResponse({ type: DeclarationsView })
  register(@IdParam('id') id: string): Promise<DeclarationsView> {
    return this.papers.register(id);
  }

  /** Declares confidentiality for this meeting. Its papers, once circulated, wait for it. */
  @Post('meetings/:id/declarations')
  @Allow('declarations:sign')
  @ApiCreatedResponse({ type: DeclarationsView })
  declare(@IdParam('id') id: string, @Body() body: NewDeclaration): Promise<DeclarationsView> {
    return this.papers.declare(id, body);
  }

  /** Takes a case off the list. What was shared for the meeting ends. Needs If-Match with the version of the agenda item. */
  @Post('agenda-items/:id/withdrawal')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: AgendaItemView })
  withdraw(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: NewWithdrawal,
  ): Promise<AgendaItemView> {
    return this.withdrawals.withdraw(id, version, body.reason);
  }

  /** Invites somebody to this case's slot alone. */
  @Post('agenda-items/:id/guests')
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: GuestView })
  invite(@IdParam('id') id: string, @Body() body: NewGuest): Promise<GuestView> {
    return this.guests.invite(id, body);
  }

  /** Guests of this case's slot. */
  @Get('agenda-items/:id/guests')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: [GuestView] })
  guestsOf(@IdParam('id') id: string): Promise<GuestView[]> {
    return this.guests.list(id);
  }

  /** Takes an invitation back. */
  @Post('guests/:id/ending')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: GuestView })
  uninvite(@IdParam('id') id: string, @Body() body: GuestEnding): Promise<GuestView> {
    return this.guests.uninvite(id, body.reason);
  }

  /** Your own slots as a guest: when and where; whom each is about from shortly before it. */
  @Get('guest-slots')
  @Allow('slots:read')
  @ApiOkResponse({ type: [SlotView] })
  mine(): Promise<SlotView[]> {
    return this.slots.mine();
  }
}
