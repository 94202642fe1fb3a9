import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';

/** Which addresses may be sent to: those of the public internet. No setting changes that. */
@Injectable()
export class WebhookTargets {
  private loopback = false;

  constructor(private readonly settings: Settings) {}

  /** A receiver on this machine over plain HTTP will do. */
  get toLoopback(): boolean {
    return this.loopback;
  }

  /** For tests, which have their receivers here. @throws Error anywhere else: it is a way to the machine's own services */
  openLoopback(): void {
    if (this.settings.environment !== 'test') throw new Error('only tests send to their own machine');
    this.loopback = true;
  }
}
