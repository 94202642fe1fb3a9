import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody's subscription to the meetings that they may read of, in a calendar of their own. */
@Entity({ schema: 'calendar', name: 'feeds' })
export class Feed {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('text') name: string;
  @Column('bytea') tokenHash: Buffer;
}
