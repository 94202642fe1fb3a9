import { tx } from '../platform/db/transaction.js';

/** Columns of the tables that a bulk seed fills, with their types. In the order in which they are filled. */
const TABLES = {
  'access.cases': { id: 'uuid', marac_id: 'uuid', ref: 'text' },
  'access.grants': {
    id: 'uuid', case_id: 'uuid', marac_id: 'uuid', grantee_id: 'uuid', grantee_kind: 'text', labels: 'text[]', purpose: 'text',
    lawful_basis: 'text[]', reason: 'text', decided_by: 'text', origin: 'text', origin_id: 'uuid',
  },
  'persons.persons': {
    id: 'uuid', case_id: 'uuid', marac_id: 'uuid', canonical_id: 'uuid', label: 'text', family_name: 'text', given_names: 'text',
    aliases: 'text[]', birth_date: 'text', birth_precision: 'text', sex: 'text',
  },
  'persons.contacts': {
    id: 'uuid', person_id: 'uuid', case_id: 'uuid', marac_id: 'uuid', label: 'text', address: 'text', postcode: 'text', phone: 'text',
    safe_to_call: 'text',
  },
  'persons.equality': { id: 'uuid', person_id: 'uuid', case_id: 'uuid', marac_id: 'uuid', ethnicity: 'text', disability: 'text', lgbt: 'text' },
  'persons.links': {
    id: 'uuid', person_id: 'uuid', canonical_id: 'uuid', case_id: 'uuid', marac_id: 'uuid', certainty: 'text', evidence: 'text[]',
    decided_by: 'text',
  },
  'persons.match_keys': { key: 'bigint', person_id: 'uuid' },
  'assessments.assessments': {
    id: 'uuid', case_id: 'uuid', marac_id: 'uuid', victim_id: 'uuid', instrument: 'text', instrument_version: 'int', answers: 'jsonb',
    score: 'int', assessed_on: 'date', recorded_by: 'text',
  },
  'referrals.referrals': {
    id: 'uuid', case_id: 'uuid', marac_id: 'uuid', ref: 'text', status: 'text', referring_agency_id: 'uuid', referred_on: 'date',
    incident_on: 'date', disclosed_on: 'date', victim_id: 'uuid', perpetrator_ids: 'uuid[]', relationship: 'text', children: 'int',
    assessment_id: 'uuid', criteria: 'text[]', judgement: 'text', events_in_12_months: 'int', victim_informed: 'text', consent: 'text',
    summary: 'text', outcome: 'text', prior_id: 'uuid', prior_case_id: 'uuid', arithmetic: 'text', rule_version: 'int', accepted_on: 'date', heard_on: 'date',
    created_by: 'text',
  },
  'flags.flags': { id: 'uuid', case_id: 'uuid', marac_id: 'uuid', set_on: 'date', expires_on: 'date', rule_version: 'int' },
  'actions.actions': {
    id: 'uuid', case_id: 'uuid', marac_id: 'uuid', catalogue_code: 'text', text: 'text', target: 'text', owner_agency_id: 'uuid',
    set_on: 'date', due_on: 'date', due_at: 'timestamptz', status: 'text', closure_reason: 'text', outcome: 'text', risk_effect: 'text',
    victim_may_be_told: 'boolean', closed_on: 'date', closed_by: 'text', created_by: 'text',
  },
  'platform.due': { lane: 'text', kind: 'text', subject: 'uuid', due_at: 'timestamptz', next_at: 'timestamptz' },
  'meetings.meetings': {
    id: 'uuid', marac_id: 'uuid', held_on: 'date', starts_at: 'timestamptz', venue: 'text', status: 'text', minutes_per_case: 'int',
    cap: 'int', created_by: 'text',
  },
  'meetings.agenda_items': {
    id: 'uuid', meeting_id: 'uuid', case_id: 'uuid', marac_id: 'uuid', referral_id: 'uuid', position: 'int', minutes: 'int',
    starts_after: 'int', status: 'text', heard_on: 'date',
  },
} as const satisfies Record<string, Record<string, string>>; // prettier-ignore

export type Table = keyof typeof TABLES;
type RowOf<T extends Table> = { [Column in keyof (typeof TABLES)[T]]: unknown };

const texts = new Map<Table, string>();
for (const [table, columns] of Object.entries(TABLES) as [Table, Record<string, string>][]) {
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', '); // prettier-ignore
  texts.set(table, `insert into ${table} (${names}) select ${names} from json_to_recordset($1::json) as r (${typed})`);
}

/** Rows on their way into many tables: gathered one by one, written in one statement a table. */
export class Rows {
  private readonly rows = new Map<Table, object[]>();

  add<T extends Table>(table: T, row: RowOf<T>): void {
    const rows = this.rows.get(table);
    if (rows) rows.push(row);
    else this.rows.set(table, [row]);
  }

  /** By table, in the order in which they can be written. */
  tables(): [Table, readonly object[]][] {
    return [...texts.keys()].flatMap((table) => {
      const rows = this.rows.get(table);
      return rows ? [[table, rows] as [Table, readonly object[]]] : [];
    });
  }

  /** Writes them in the current unit of work. */
  write(): void {
    for (const [table, rows] of this.tables()) tx().write(texts.get(table)!, [JSON.stringify(rows)]);
  }
}
