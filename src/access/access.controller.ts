import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { tx } from '../platform/db/transaction.js';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { AccessView } from './access.dto.js';
import { liveGrants, standingRoles } from './access.queries.js';
import { Access } from './access.service.js';
import { explainAccess } from './explain.rules.js';

@ApiTags('Cases')
@Controller('cases/:id/access')
export class AccessController {
  constructor(private readonly access: Access) {}

  /** Why can I see this? */
  @Get()
  @Allow('cases:explain')
  @ApiOkResponse({ type: AccessView })
  async explain(@IdParam('id') caseId: string): Promise<AccessView> {
    const open = await this.access.open(caseId, 'explain-access');
    const standing = await standingRoles(tx().actor.id, open.maracId);
    const grants = await liveGrants(caseId);
    const views = grants.map(({ grantee, labels, purpose, reason, startsAt, endsAt }) => ({
      grantee,
      labels,
      purpose,
      reason,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt ? endsAt.toISOString() : null,
    }));
    const mine = standing.length > 0 ? [] : grants;
    return {
      caseId,
      ref: open.ref,
      explanation: explainAccess(standing, mine, open.labels),
      labels: open.labels,
      grants: views,
    };
  }
}
