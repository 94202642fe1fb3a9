import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NIL_ID } from '../db/ids.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { Warmth } from '../db/warmth.js';
import { currentEpoch } from '../fence/fence.queries.js';
import { DueCatalogue } from './due-catalogue.js';
import { claimDue, lockOwed, nextDue } from './promise-rows.js';

/** A worker has swept once, and called each handler about nothing, before it begins: the first promise it keeps waits for no plan. */
@Injectable()
export class DueWarmth implements OnModuleInit {
  constructor(
    private readonly catalogue: DueCatalogue,
    private readonly uow: UnitOfWork,
    private readonly warmth: Warmth,
  ) {}

  onModuleInit(): void {
    this.warmth.keepsReady('PROMISES', () => this.sweep());
  }

  private async sweep(): Promise<void> {
    await Promise.all([currentEpoch(), claimDue('TIME', [], 1), nextDue('TIME', []), lockOwed('TIME', '', [])]);
    const due = { dueAt: new Date(), epoch: 0 };
    for (const { handle } of this.catalogue.handlers().values())
      await this.uow.attempt(() => handle(NIL_ID, due)).catch(() => undefined); // nothing is there to be found
  }
}
