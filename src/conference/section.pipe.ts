import { Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from '../platform/http/problem.js';

const LONGEST = 64;

/**
 * A section's name in the path. Whether there is such a section is for the service to say, once the body was looked at: who sends nonsense
 * is told of all of it. @throws Problem 404 for what cannot be a name
 */
@Injectable()
export class SectionPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (typeof value !== 'string' || value.length > LONGEST) throw Problem.notFound();
    return value;
  }
}
