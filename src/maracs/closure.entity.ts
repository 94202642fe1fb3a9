import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A day on which an area does not work although its nation does. */
@Entity({ schema: 'maracs', name: 'closures' })
export class Closure {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('date') day: string;
  @Column('text') name: string;
  @Column('text') addedBy: string;
}
