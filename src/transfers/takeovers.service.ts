import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Store } from '../platform/db/store.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Packages } from './packages.service.js';
import { TRANSFERS } from './transfer-rules.js';
import { Transfer } from './transfer.entity.js';
import type { Offer } from './transfers.queries.js';

const DAY_MS = 86_400_000;

/** What acceptance of a transfer brings about. Needs an elevated unit of work. */
@Injectable()
export class Takeovers {
  private readonly transfers = new Store(Transfer);

  constructor(
    private readonly access: Access,
    private readonly identity: IdentityReader,
    private readonly maracs: MaracsReader,
    private readonly packages: Packages,
  ) {}

  /** Looks at the package as it arrived. @throws Problem 409 `package-damaged` when it is not what the old area signed */
  async verify({ id }: Offer): Promise<void> {
    const transfer = await this.transfers.byId(id);
    if (!transfer) throw new Error('the transfer that is accepted is not there');
    if ((await this.packages.open(transfer)).seal === 'BROKEN') throw packageDamaged();
  }

  /** One decision for each coordinator: a person's, not an agency's, which may be the perpetrator's landlord in the old area. */
  async share({ id, caseId, maracId, ref, toMaracId, labels }: Offer): Promise<void> {
    const now = present();
    const { rules } = await this.maracs.rules(toMaracId, TRANSFERS, todayIn(TIME_ZONE, now));
    const open = this.access.handOver({ id: caseId, maracId, ref });
    for (const { id: userId } of await this.identity.peopleToTell(toMaracId, null, ['COORDINATOR']))
      this.access.share(open, {
        with: { userId },
        labels,
        purpose: 'take-over-case',
        reason: `transfer ${id}`,
        origin: 'TRANSFER',
        originId: id,
        endsAt: new Date(now.getTime() + rules.packageDays * DAY_MS),
      });
  }
}

export function packageDamaged(): Problem {
  return Problem.conflict('package-damaged', 'The package is not what the old area signed. Have it offered again.');
}
