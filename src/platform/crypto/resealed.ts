import type { FactoryProvider } from '@nestjs/common';
import { tx } from '../db/transaction.js';
import { Miswired } from '../queue/miswired.js';
import { KeyRing } from './key-ring.js';

/** Rows that a rotation of keys brings to the current key. A room with something sealed provides one. */
export abstract class Resealed {
  /** what it is, for whoever watches a rotation: `schema.table.column` */
  abstract readonly name: string;

  /** Reseals up to `most` rows that nobody else holds, in the current unit of work of a system; how many it did. */
  abstract reseal(most: number): Promise<number>;

  /** Rows that are not under the current key yet. */
  abstract left(): Promise<number>;
}

/** Where sealed values stand. Names are of ours, never from outside. */
export interface SealedColumn {
  table: string;
  column: string;
  /** column that tells rows apart; `id` when absent */
  key?: string;
  /** what a row's value was sealed for */
  aad: (key: string) => string;
}

interface SealedRow {
  key: string;
  sealed: Buffer;
}

/** One column of sealed values. The row is changed in this column alone, and only if it still holds what was read. */
export class ResealedColumn extends Resealed {
  readonly name: string;
  private readonly pick: string;
  private readonly save: string;
  private readonly count: string;

  constructor(
    protected readonly ring: KeyRing,
    private readonly sealed: SealedColumn,
  ) {
    super();
    const { table, column, key = 'id' } = sealed;
    if (![table, column, key].every((name) => /^[a-z_.]+$/.test(name)))
      throw new Miswired(`${table}.${column} is no column`);
    this.name = `${table}.${column}`;
    // as the envelope has it: its form, then the version of the key
    const older = `substring(t.${column} from 1 for 1) = '\\x01' and substring(t.${column} from 2 for 4) <> $1`;
    this.pick = `select t.${key}::text as key, t.${column} as sealed from ${table} t where ${older} limit $2 for no key update skip locked`;
    this.save = `
      update ${table} t set ${column} = n.sealed
        from unnest($1::text[], $2::bytea[], $3::bytea[]) as n(key, was, sealed) where t.${key}::text = n.key and t.${column} = n.was`;
    this.count = `select count(*)::int as left from ${table} t where ${older}`;
  }

  async reseal(most: number): Promise<number> {
    const rows = await tx().query<SealedRow>(this.pick, [this.current(), most]);
    if (rows.length === 0) return 0;
    const plain = rows.map(({ key, sealed }) => this.ring.unsealBytes(sealed, this.sealed.aad(key)));
    const anew = rows.map(({ key }, i) => this.ring.sealBytes(plain[i]!, this.sealed.aad(key)));
    const keys = rows.map(({ key }) => key);
    const done = await tx().change(this.save, [keys, rows.map(({ sealed }) => sealed), anew]);
    await this.also(rows.map(({ key }, i) => ({ key, plain: plain[i]! })));
    return done;
  }

  async left(): Promise<number> {
    return (await tx().one<{ left: number }>(this.count, [this.current()]))?.left ?? 0;
  }

  /** What else depends on the key of these rows. */
  protected async also(_rows: readonly { key: string; plain: Buffer }[]): Promise<void> {
    return;
  }

  private current(): Buffer {
    const version = Buffer.alloc(4);
    version.writeUInt32BE(this.ring.current);
    return version;
  }
}

/** Declares a sealed column of a room: one provider among its module's. */
export function provideResealed(sealed: SealedColumn): FactoryProvider<Resealed> {
  return {
    provide: Symbol(`resealed ${sealed.table}.${sealed.column}`),
    inject: [KeyRing],
    useFactory: (ring: KeyRing) => new ResealedColumn(ring, sealed),
  };
}
