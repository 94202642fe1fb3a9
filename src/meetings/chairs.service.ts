import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { type FieldProblem, Problem } from '../platform/http/problem.js';

registerConstraint('chair_is_taken', {
  status: 409,
  code: 'chair-taken',
  title: 'Who presides has another meeting at that time.',
  pointer: '/chairId',
});

/** Who is to preside: a chair, and a deputy for when the chair is absent. */
export interface Presiding {
  chairId?: string | null;
  deputyId?: string | null;
}

/** Whether people can preside over meetings of an area. That nobody does so at two at once is kept by the database. */
@Injectable()
export class Chairs {
  constructor(private readonly identity: IdentityReader) {}

  /** @throws Problem 422 `not-a-chair` at each who holds no chair's role there, `chair-needed` and `same-person` for a deputy */
  async check(maracId: string, { chairId, deputyId }: Presiding): Promise<void> {
    if (!chairId && !deputyId) return;
    const errors: FieldProblem[] = [];
    const people = await this.identity.peopleToTell(maracId, null, ['CHAIR']);
    for (const [pointer, id] of Object.entries({ '/chairId': chairId, '/deputyId': deputyId }))
      if (id && !people.some((person) => person.id === id))
        errors.push({ pointer, code: 'not-a-chair', detail: 'This is nobody who chairs meetings here.' });
    if (deputyId && !chairId)
      errors.push({ pointer: '/chairId', code: 'chair-needed', detail: 'A deputy stands in for a chair.' });
    else if (deputyId && deputyId === chairId)
      errors.push({ pointer: '/deputyId', code: 'same-person', detail: 'The deputy is somebody else than the chair.' });
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', errors);
  }
}
