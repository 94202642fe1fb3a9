import { BulkInsert } from './bulk-insert.js';

/**
 * Rows whose columns may be lists, or that may be there already: one statement and one parameter whatever their number, so that a
 * connection that has just been opened plans it once.
 */
export class JsonInsert extends BulkInsert {
  private readonly insert: string;

  /**
   * @param upsert what stands behind the insert where the row may be there already, with `x` for the row that is; of several new rows
   *   with one key (the first columns, so many) the last one counts
   */
  constructor(
    table: string,
    private readonly names: readonly string[],
    private readonly upsert?: { key: number; sql: string },
  ) {
    super(table, names);
    const columns = names.join(', ');
    const read = names.map((name) => `r.${name}`).join(', ');
    this.insert =
      `insert into ${table} as x (${columns}) select ${read} from json_populate_recordset(null::${table}, $1::json) as r ` +
      (upsert?.sql ?? '');
  }

  override statements(rows: readonly (readonly unknown[])[]): { text: string; values: unknown[] }[] {
    if (rows.length === 0) return [];
    const named = (row: readonly unknown[]) => Object.fromEntries(this.names.map((name, i) => [name, row[i]]));
    return [{ text: this.insert, values: [JSON.stringify(this.last(rows).map(named))] }];
  }

  private last(rows: readonly (readonly unknown[])[]): (readonly unknown[])[] {
    if (!this.upsert) return [...rows];
    const { key } = this.upsert;
    return [...new Map(rows.map((row) => [JSON.stringify(row.slice(0, key)), row])).values()];
  }
}

/** Rows that mostly come alone, as in a request, and sometimes by the hundred: one text for the one, one for the many. */
export class FewTexts extends BulkInsert {
  private readonly many: JsonInsert;

  constructor(table: string, names: readonly string[]) {
    super(table, names);
    this.many = new JsonInsert(table, names);
  }

  override statements(rows: readonly (readonly unknown[])[]): { text: string; values: unknown[] }[] {
    return rows.length > 1 ? this.many.statements(rows) : super.statements(rows);
  }
}
