import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audit } from '../audit/audit.service.js';
import { isId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { AllowSignedIn } from '../platform/http/allow.js';
import { Problem } from '../platform/http/problem.js';
import { IdParam } from '../platform/http/validation.js';
import { InboxPage, InboxQuery, NoticeView } from './inbox.dto.js';
import { markRead, noticesOf, unreadOf } from './notices.queries.js';

@ApiTags('Inbox')
@Controller('inbox')
export class InboxController {
  constructor(private readonly audit: Audit) {}

  /** Your notices, newest first: that something happened, never what. */
  @Get()
  @AllowSignedIn()
  @ApiOkResponse({ type: InboxPage })
  async list(@Query() query: InboxQuery): Promise<InboxPage> {
    const { unread = null, after = null } = query;
    const limit = query.limit ?? 50;
    if (after !== null && !isId(after)) {
      const detail = 'Give what the page before called next.';
      throw new Problem(422, 'invalid-input', 'The input was not accepted.', [
        { pointer: 'after', code: 'not-a-place', detail },
      ]);
    }
    const userId = tx().actor.id;
    const rows = await noticesOf(userId, { unread, after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, unread: await unreadOf(userId) };
  }

  /** You have read it; the first time counts. */
  @Post(':id/read')
  @HttpCode(200)
  @AllowSignedIn()
  @ApiOkResponse({ type: NoticeView })
  async read(@IdParam('id') id: string): Promise<NoticeView> {
    const notice = await markRead(tx().actor.id, id);
    if (!notice) throw Problem.notFound();
    this.audit.record({ action: 'notice.read', subject: { kind: 'notice', id }, maracId: notice.maracId });
    return notice;
  }
}
