import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Actor } from '../db/actor.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { findProvided } from '../queue/decorated.js';
import { defineJob, Handles } from '../queue/job.js';
import { Resealed } from './resealed.js';

/** Looks often enough that what was written in clear, or under an old key, does not stay so for long. */
export const ROTATE_KEYS = defineJob({ name: 'platform.rotate-keys', every: '10m', transaction: 'own' });

/** How far the rows of one kind are. */
export interface Rotated {
  what: string;
  resealed: number;
  /** not under the current key: held by others all the while */
  left: number;
}

const ROTATOR = Actor.system(ROTATE_KEYS.name);
const BATCH = 200;
/** Rows held by others are asked for again this often, so many milliseconds apart. */
const PATIENCE = { rounds: 40, ms: 50 };

/**
 * Brings everything sealed to the current key, a batch to a transaction, while readers and writers go on: a row is locked for
 * the milliseconds of its batch and skipped when somebody else holds it. When nothing is left, the old key can leave DATA_KEYS,
 * provided that every process has had the new one first since before the rotation began.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly uow: UnitOfWork,
  ) {}

  @Handles(ROTATE_KEYS)
  async rotate(): Promise<void> {
    await this.run();
  }

  /** @param progress told of each batch @throws SealRefused when a key that is needed is gone from DATA_KEYS */
  async run(progress: (what: string, resealed: number) => void = () => undefined): Promise<Rotated[]> {
    const done: Rotated[] = [];
    for (const rows of findProvided(this.discovery, Resealed)) done.push(await this.one(rows, progress));
    return done;
  }

  private async one(rows: Resealed, progress: (what: string, resealed: number) => void): Promise<Rotated> {
    let resealed = 0;
    let left = 0;
    for (let round = 0; round < PATIENCE.rounds; round++) {
      for (let batch = BATCH; batch > 0; resealed += batch) {
        batch = await this.uow.run(ROTATOR, () => rows.reseal(BATCH));
        if (batch > 0) progress(rows.name, resealed + batch);
      }
      left = await this.uow.run(ROTATOR, () => rows.left());
      if (left === 0) break;
      await sleep(PATIENCE.ms);
    }
    return { what: rows.name, resealed, left };
  }
}
