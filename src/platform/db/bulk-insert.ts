/** Rows to a statement, in steps that keep the number of prepared statements small. */
const SIZES = [64, 32, 16, 8, 4, 2, 1];

/** An insert into one table whose rows may leave together: one statement for many rows costs a fraction of many for one each. */
export class BulkInsert {
  private readonly texts = new Map<number, string>();

  constructor(
    readonly table: string,
    private readonly columns: readonly string[],
  ) {}

  /** Statements, in order, that insert these rows. */
  statements(rows: readonly (readonly unknown[])[]): { text: string; values: unknown[] }[] {
    const statements = [];
    for (let at = 0; at < rows.length;) {
      const size = SIZES.find((fits) => fits <= rows.length - at)!;
      statements.push({ text: this.text(size), values: rows.slice(at, at + size).flat() });
      at += size;
    }
    return statements;
  }

  private text(rows: number): string {
    const known = this.texts.get(rows);
    if (known) return known;
    const width = this.columns.length;
    const row = (at: number) => `(${this.columns.map((_, i) => `$${at * width + i + 1}`).join(', ')})`;
    const values = Array.from({ length: rows }, (_, at) => row(at)).join(', ');
    const text = `insert into ${this.table} (${this.columns.join(', ')}) values ${values}`;
    this.texts.set(rows, text);
    return text;
  }
}

/** Rows of few plain columns by the thousand: one array a column, so that a row costs neither parameters nor parsing. Values need no quoting. */
export class ArrayInsert extends BulkInsert {
  private readonly insert: string;

  /** @param types of the columns, by name: numbers or ids */
  constructor(table: string, types: Readonly<Record<string, 'bigint' | 'uuid'>>) {
    const columns = Object.keys(types);
    super(table, columns);
    const arrays = Object.values(types).map((type, i) => `$${i + 1}::${type}[]`);
    this.insert = `insert into ${table} (${columns.join(', ')}) select * from unnest(${arrays.join(', ')})`;
  }

  override statements(rows: readonly (readonly unknown[])[]): { text: string; values: unknown[] }[] {
    if (rows.length === 0) return [];
    return [
      { text: this.insert, values: rows[0]!.map((_, column) => `{${rows.map((row) => row[column]).join(',')}}`) },
    ];
  }
}
