import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ContactCorrection, ContactPage, ContactQuery, VictimContactView, NewContact } from './contacts.dto.js';
import { Contacts } from './contacts.service.js';
import { NewSafeContact, SafeContactView } from './safe-contact.dto.js';
import { SafeContacts } from './safe-contact.service.js';

@ApiTags('Support')
@Controller()
export class ContactsController {
  constructor(
    private readonly contacts: Contacts,
    private readonly safe: SafeContacts,
  ) {}

  /** Attempts to reach the victim, in the order in which they were written down, and the clock that they stop. */
  @Get('cases/:id/contacts')
  @Allow('contacts:read')
  @ApiOkResponse({ type: ContactPage })
  list(@IdParam('id') id: string, @Query() query: ContactQuery): Promise<ContactPage> {
    return this.contacts.list(id, query);
  }

  /** Writes down an attempt to reach the victim. What is known not to be safe is refused, unless its reason is given. For IDVAs. */
  @Post('cases/:id/contacts')
  @Allow('contacts:record')
  @ApiCreatedResponse({ type: VictimContactView })
  add(@IdParam('id') id: string, @Body() body: NewContact): Promise<VictimContactView> {
    return this.contacts.add(id, body);
  }

  /** Says an attempt anew, with what was wrong; the version before is kept. For IDVAs. */
  @Put('contacts/:id')
  @HttpCode(200)
  @Allow('contacts:record')
  @ApiOkResponse({ type: VictimContactView })
  correct(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: ContactCorrection,
  ): Promise<VictimContactView> {
    return this.contacts.correct(id, version, body);
  }

  /** How the victim can be contacted without anybody else learning of it. Read it before each attempt. */
  @Get('cases/:id/safe-contact')
  @Allow('contacts:read')
  @ApiOkResponse({ type: SafeContactView })
  safeContact(@IdParam('id') id: string): Promise<SafeContactView> {
    return this.safe.view(id);
  }

  /** Records how the victim can be contacted, in place of what stood there. Needs If-Match; "0" begins. */
  @Put('cases/:id/safe-contact')
  @Allow('safe-contact:record')
  @ApiOkResponse({ type: SafeContactView })
  recordSafe(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: NewSafeContact,
  ): Promise<SafeContactView> {
    return this.safe.record(id, version, body);
  }
}
