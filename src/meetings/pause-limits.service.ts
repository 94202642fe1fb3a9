import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pausing } from '../actions/pausing.service.js';
import { nextMeetingOn } from './meetings.queries.js';

/** The next meeting looks at every action again: none rests beyond it. */
@Injectable()
export class PauseLimits implements OnModuleInit {
  constructor(private readonly pausing: Pausing) {}

  onModuleInit(): void {
    this.pausing.notBeyond(nextMeetingOn);
  }
}
