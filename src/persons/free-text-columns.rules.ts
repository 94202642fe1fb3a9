/** A column of text about cases, and how its texts are found. */
interface ColumnOfText {
  /** what people call it */
  where: string;
  /** `schema.table.column` */
  column: string;
  select: string;
}

/** The columns of free text of one room. */
export class DeclaredFreeText {
  readonly texts: readonly ColumnOfText[];

  /** @param columns `schema.table.column` and what people call it; the table has `case_id` */
  constructor(columns: Readonly<Record<string, string>>) {
    this.texts = Object.entries(columns).map(([path, where]) => {
      if (!/^[a-z_]+\.[a-z_]+\.[a-z_]+$/.test(path)) throw new Error(`${path} is no schema.table.column`);
      const at = path.lastIndexOf('.');
      const [table, column] = [path.slice(0, at), path.slice(at + 1)];
      const select = `select t.${column} as text from ${table} t where t.case_id = $1 and t.${column} <> ''`;
      return { where, column: path, select };
    });
  }
}

/**
 * Declares where a room keeps free text about cases: one provider among its module's. When a protected location is added, texts
 * that hold it already are reported. A test fails for a column of text that nobody has declared or argued away.
 */
export function provideFreeText(columns: Readonly<Record<string, string>>): {
  provide: symbol;
  useValue: DeclaredFreeText;
} {
  return { provide: Symbol('free text'), useValue: new DeclaredFreeText(columns) };
}
