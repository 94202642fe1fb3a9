import { getMetadataArgsStorage } from 'typeorm';
import { BulkInsert } from './bulk-insert.js';
import { FewTexts } from './json-insert.js';
import { tx } from './transaction.js';

/** Thrown when a row changed since it was read (optimistic locking). */
export class StaleVersion extends Error {
  constructor() {
    super('the row was changed by somebody else');
  }
}

interface Column {
  property: string;
  name: string;
  json: boolean;
}

/** camelCase property to snake_case column: the one naming rule of the schema. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]|[0-9]+/g, (part) => `_${part.toLowerCase()}`);
}

/**
 * Inserts, loads by id and versioned updates of one entity, as prepared statements made once from TypeORM's column metadata.
 * Joins and lists are SQL in the feature's queries file.
 */
export class Store<Entity extends { id: string }> {
  private readonly into: BulkInsert;
  private readonly byIdText: string;
  private readonly lockText: string;
  private readonly updateText: string;
  private readonly columns: Column[];
  private readonly versioned: boolean;

  /** @param together many rows are often written at once: they go as one statement, whatever their number. Not for binary columns. */
  constructor(entity: new () => Entity, together = false) {
    const { table, columns, versioned } = describe(entity);
    this.columns = columns;
    this.versioned = versioned;
    const names = columns.map((c) => c.name);
    if (together && columns.some(({ json }) => json)) throw new Error('JSON in JSON would arrive as text');
    this.into = together ? new FewTexts(table, names) : new BulkInsert(table, names);
    const selected = columns.map((c) => `${c.name} as "${c.property}"`).join(', ');
    this.byIdText = `select ${selected} from ${table} where id = $1`;
    this.lockText = `${this.byIdText} for update`;
    const sets = columns
      .filter((c) => c.property !== 'id' && c.property !== 'version')
      .map((c) => `${c.name} = $${columns.indexOf(c) + 1}`);
    const version = versioned ? ', version = version + 1' : '';
    const id = columns.findIndex((c) => c.property === 'id') + 1;
    this.updateText =
      `update ${table} set ${sets.join(', ')}${version} where id = $${id}` +
      (versioned ? ` and version = $${columns.findIndex((c) => c.property === 'version') + 1}` : '');
  }

  /** Inserts one row, together with others of its kind where they come close. A failure surfaces at the next read or at commit. */
  insert(row: Entity): void {
    if (this.versioned) (row as { version?: number }).version ??= 1;
    tx().insert(this.into, this.values(row));
  }

  /** The row, or undefined when it does not exist or row-level security hides it. */
  async byId(id: string): Promise<Entity | undefined> {
    return tx().one<Entity>(this.byIdText, [id]);
  }

  /** The row, locked until the end of the unit of work. */
  async lockById(id: string): Promise<Entity | undefined> {
    return tx().one<Entity>(this.lockText, [id]);
  }

  /** Saves a row that was loaded before. @throws StaleVersion when someone else saved it meanwhile. */
  async update(row: Entity): Promise<void> {
    const changed = await tx().change(this.updateText, this.values(row));
    if (changed === 0) throw new StaleVersion();
    if (this.versioned) (row as { version?: number }).version! += 1;
  }

  private values(row: Entity): unknown[] {
    const source = row as Record<string, unknown>;
    return this.columns.map(({ property, json }) => {
      const value = source[property] ?? null;
      return json && value !== null ? JSON.stringify(value) : value;
    });
  }
}

function describe(entity: new () => object): { table: string; columns: Column[]; versioned: boolean } {
  const storage = getMetadataArgsStorage();
  const table = storage.tables.find((t) => t.target === entity);
  if (!table?.schema || !table.name) throw new Error(`${entity.name} needs @Entity({ schema, name })`);
  const args = storage.columns.filter((c) => c.target === entity);
  const columns = args.map((c) => ({
    property: c.propertyName,
    name: c.options.name ?? columnName(c.propertyName),
    json: c.options.type === 'jsonb',
  }));
  if (!columns.some((c) => c.property === 'id')) throw new Error(`${entity.name} needs an id column`);
  return { table: `${table.schema}.${table.name}`, columns, versioned: args.some((c) => c.mode === 'version') };
}
