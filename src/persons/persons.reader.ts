import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { peopleByIds } from './persons.queries.js';
import { personView, type PersonView } from './person-view.rules.js';

/** People of a case as its reader may see them. */
@Injectable()
export class PersonsReader {
  /** Views in the order asked for; a person whom the reader may not see at all is left out. */
  async people(open: OpenCase, ids: readonly string[]): Promise<PersonView[]> {
    return (await peopleByIds(ids)).map((row) => personView(row, open));
  }
}
