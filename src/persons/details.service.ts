import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { type FieldProblem, Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { DetailKeeper } from './detail-keeper.service.js';
import type { DetailLabel } from './detail.entity.js';
import type { NewDetail, RecordedDetailView } from './details.dto.js';
import { type DescribedPerson, describedPerson, detailOf } from './details.queries.js';
import { labelOf, readDetail } from './details.rules.js';

/** What becomes known of a person after the referral, written down by who works the case. */
@Injectable()
export class DetailsService {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly keeper: DetailKeeper,
  ) {}

  /**
   * Adds one thing to a person. It takes part in matching from now on. An address or a telephone that is known to be protected is
   * sealed, as in a referral, and nobody is told.
   * @throws Problem 404 hidden; 403 `not-allowed` without the permission or that kind of information; 422 at the field;
   *   409 `too-many-details`
   */
  async add(personId: string, input: NewDetail): Promise<RecordedDetailView> {
    const { person, open } = await this.mayDescribe(personId);
    const errors: FieldProblem[] = [];
    const read = readDetail(input, person.label, todayIn(TIME_ZONE, present()), (pointer, code, detail) =>
      errors.push({ pointer, code, detail }),
    );
    if (!read) throw new Problem(422, 'invalid-input', 'The detail was not accepted.', errors);
    const label = labelOf(read, person.label);
    if (!open.shows(label)) throw Problem.notAllowed();
    const id = newId();
    await this.keeper.keep(open, person, { id, ...read, label });
    this.record('person.described', open, personId, label, read.what);
    return { id, personId, what: read.what, retracted: false, version: 1 };
  }

  /** It was wrong. It stays on record and counts no more. @throws Problem 404, 403, 409 `already-retracted`, 412 stale */
  async retract(personId: string, detailId: string, version: number): Promise<RecordedDetailView> {
    const { open } = await this.mayDescribe(personId);
    const found = await detailOf(personId, detailId);
    if (!found) throw Problem.notFound();
    if (found.version !== version) throw new StaleVersion();
    if (found.retracted) throw Problem.conflict('already-retracted', 'This was taken back before.');
    await this.keeper.takeBack(personId, detailId, version);
    this.record('person.detail-retracted', open, personId, found.label, found.what);
    return { id: detailId, personId, what: found.what, retracted: true, version: version + 1 };
  }

  private async mayDescribe(personId: string): Promise<{ person: DescribedPerson; open: OpenCase }> {
    const person = await describedPerson(personId);
    if (!person) throw Problem.notFound();
    const open = await this.access.open(person.caseId, 'read-case');
    if (!tx().actor.may('persons:describe', open.maracId)) throw Problem.notAllowed();
    return { person, open };
  }

  private record(action: string, { maracId }: OpenCase, id: string, label: DetailLabel, code: string): void {
    this.audit.record({ action, subject: { kind: 'person', id }, maracId, labels: [label], code });
  }
}
