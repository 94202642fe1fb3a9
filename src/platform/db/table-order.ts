import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

const FOREIGN_KEYS = `
  select distinct c.conrelid::regclass::text as "from", c.confrelid::regclass::text as "to"
    from pg_constraint c where c.contype = 'f' and c.conrelid <> c.confrelid`;

/** The order in which tables are filled, read from the foreign keys: what is referred to comes first. */
@Injectable()
export class TableOrder implements OnModuleInit {
  private levels: ReadonlyMap<string, number> = new Map();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    if (!this.dataSource.isInitialized) return; // an edge without a database inserts nothing
    this.levels = levelsOf(await this.dataSource.query<ForeignKey[]>(FOREIGN_KEYS));
  }

  /** Tables of one level do not refer to each other; a higher level refers to lower ones. */
  levelOf(table: string): number {
    return this.levels.get(table) ?? 0;
  }
}

interface ForeignKey {
  from: string;
  to: string;
}

/** @throws Error when tables refer to each other in a circle */
export function levelsOf(keys: readonly ForeignKey[]): Map<string, number> {
  const levels = new Map<string, number>();
  const under = new Map<string, string[]>();
  for (const { from, to } of keys) under.set(from, [...(under.get(from) ?? []), to]);
  const level = (table: string, path: readonly string[]): number => {
    if (path.includes(table)) throw new Error(`tables refer to each other in a circle: ${[...path, table].join(', ')}`);
    const known = levels.get(table);
    if (known !== undefined) return known;
    const found = 1 + Math.max(-1, ...(under.get(table) ?? []).map((to) => level(to, [...path, table])));
    levels.set(table, found);
    return found;
  };
  for (const { from } of keys) level(from, []);
  return levels;
}
