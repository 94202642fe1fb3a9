import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { findDecorated, findProvided, oneHandlerEach } from './decorated.js';
import { DeclaredJobs, HANDLES, type JobDefinition, type JobHandler } from './job.js';
import { jobOptions } from './backend.js';
import { Miswired } from './miswired.js';
import { patienceFaults } from './patience.rules.js';
import { WorkSettings } from './work-settings.js';

export interface HandledJob {
  definition: JobDefinition;
  handle: JobHandler;
}

/** The jobs of this application: what its own modules declare, and nothing that was merely imported somewhere. */
@Injectable()
export class JobCatalogue implements OnModuleInit {
  private found: Map<string, HandledJob> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly settings: WorkSettings,
  ) {}

  onModuleInit(): void {
    const [fault] = patienceFaults(jobOptions(this.settings), this.settings);
    if (fault) throw new Miswired(fault);
    this.verifyJobs();
  }

  /** @throws Miswired when a job has no handler or two, a handler has no job, or two jobs share a name */
  verifyJobs(): void {
    this.found = this.discover();
  }

  find(name: string): HandledJob | undefined {
    return this.jobs.get(name);
  }

  scheduled(): JobDefinition[] {
    return [...this.jobs.values()].map((job) => job.definition).filter((job) => job.every !== undefined);
  }

  private get jobs(): Map<string, HandledJob> {
    return (this.found ??= this.discover());
  }

  private discover(): Map<string, HandledJob> {
    const definitions = new Map<string, JobDefinition>();
    for (const job of findProvided(this.discovery, DeclaredJobs).flatMap((declared) => declared.jobs)) {
      const other = definitions.get(job.name);
      if (other && other !== job) throw new Miswired(`two jobs are called ${job.name}`);
      definitions.set(job.name, job);
    }
    const handlers = findDecorated<string>(this.discovery, HANDLES);
    const matched = oneHandlerEach('job', new Set(definitions.keys()), handlers, (name) => name);
    return new Map(
      [...definitions].map(([name, definition]) => [name, { definition, handle: matched.get(name)!.call }]),
    );
  }
}
