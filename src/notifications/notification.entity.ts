import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The mail that says there is a notice. DROPPED: no longer owed, because the person left or read the notice already. */
@Entity({ schema: 'notifications', name: 'mails' })
export class Mail {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') noticeId: string;
  @Column('uuid') userId: string;
  @Column('text') state: 'WAITING' | 'SENT' | 'FAILED' | 'DROPPED';
}
