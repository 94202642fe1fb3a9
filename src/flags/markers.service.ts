import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import { Acknowledgement } from './flag.entity.js';
import type { FlagDetailView, MarkerView, NewAcknowledgement } from './flags.dto.js';
import { type FlagRow, flagOn } from './flags.queries.js';
import { flagView } from './flags.service.js';
import { MARKER_NORMS } from './marker-section.rules.js';
import { owedBy } from './marker.rules.js';
import { type MarkerRow, markersOf } from './markers.queries.js';

/**
 * Whether each agency has marked its own files (SafeLives, flag and tag). An agency owes it when the case is shared with it at this
 * moment and its signature of the protocol is in force; after the lapse, when it said that it placed a marker.
 */
@Injectable()
export class Markers {
  private readonly acknowledgements = new Store(Acknowledgement);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  /** A flag, with how far agencies are in marking their files: whoever oversees the MARAC sees all, others their own. @throws Problem 404 */
  async byId(id: string): Promise<FlagDetailView> {
    const { actor } = tx();
    const flag = await this.visible(id);
    await this.access.open(flag.caseId, 'read-case');
    this.audit.record({ action: 'flag.read', subject: { kind: 'flag', id }, maracId: flag.maracId });
    const rows = await markersOf(id, actor.may('flags:oversee', flag.maracId) ? null : actor.agencyId);
    return { ...flagView(flag), version: flag.version, markers: await this.views(flag, rows) };
  }

  /**
   * An agency says what it did with its own marker for the flag as it stands. Its earlier words stay.
   * @throws Problem 404 hidden or absent; 403 who does not speak for an agency there; 412 when the flag was moved meanwhile;
   * 422 `lapsed` at /marker: there is nothing left to place
   */
  async acknowledge(id: string, version: number, { marker }: NewAcknowledgement): Promise<FlagDetailView> {
    const { actor } = tx();
    const flag = await this.visible(id);
    await this.access.open(flag.caseId, 'acknowledge-flag');
    if (!actor.agencyId || !actor.may('flags:acknowledge', flag.maracId)) throw Problem.notAllowed();
    if (flag.version !== version) throw new StaleVersion();
    if (!flag.active && marker === 'PLACED') {
      throw Problem.at('/marker', 'lapsed', 'The flag has lapsed: no marker is to be placed for it.');
    }
    const { caseId, maracId, expiresOn } = flag;
    const { kind, id: who, agencyId } = actor;
    const said = { marker, flagVersion: version, expiresOn, agencyId, madeBy: `${kind}:${who}` };
    this.acknowledgements.insert({ id: newId(), flagId: id, caseId, maracId, ...said });
    this.audit.record({ action: 'flag.acknowledged', subject: { kind: 'flag', id }, maracId, code: marker });
    return this.byId(id);
  }

  private async visible(id: string): Promise<FlagRow> {
    const flag = await flagOn(todayIn(TIME_ZONE, new Date()), id);
    if (!flag) throw Problem.notFound();
    return flag;
  }

  private async views({ maracId }: FlagRow, rows: readonly MarkerRow[]): Promise<MarkerView[]> {
    const today = todayIn(TIME_ZONE, new Date());
    const calendar = await this.maracs.calendarOf(maracId);
    const { rules } = await this.maracs.rules(maracId, MARKER_NORMS, today);
    return rows.map((row) => {
      const owing = owedBy(row, today, { ...rules, calendar });
      return {
        agencyId: row.agencyId,
        agency: row.agency,
        marker: row.marker,
        saidAt: row.saidAt?.toISOString() ?? null,
        owed: owing?.owed ?? null,
        dueOn: owing?.dueOn ?? null,
        overdue: owing?.overdue ?? false,
      };
    });
  }
}
