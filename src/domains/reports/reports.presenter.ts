/** Reports as they are answered in JSON. */
import { fromEpochDay } from '../../shared/calendar-dates';
import type { Granularity, TeamLoad } from './capacity-vs-load.rules';
import type { UtilizationReport } from './utilization.query';
import type { CapacityVsLoadAnswer, OverbookingsAnswer, UtilizationAnswer } from './reports.schema';
import { DEFINITION_VERSION, type FigureSums, type Overbooking, type UtilizationGroup } from './reports.types';
import { utilizationOf } from './utilization.rules';

/** What every report says about itself. Dates inclusive. */
export interface ReportFrame {
  from: string;
  to: string;
  computedAt: Date;
  /** See `LedgerReading`; left out where figures are always right. */
  staleSeconds?: number | null;
}

/** The utilization report; rates are ratios with six decimals. */
export function presentUtilization(
  report: UtilizationReport,
  groupBy: UtilizationGroup,
  frame: ReportFrame,
): UtilizationAnswer {
  return {
    ...presentFrame(frame),
    group_by: groupBy,
    items: report.items.map((row) => ({ id: row.id, name: row.name, ...presentSums(row.sums) })),
    totals: presentSums(report.totals),
  };
}

/** The overbookings report. */
export function presentOverbookings(rows: readonly Overbooking[], frame: ReportFrame): OverbookingsAnswer {
  const items = rows.map((row) => ({
    person_id: row.personId,
    person_name: row.personName,
    date: row.date,
    net_minutes: row.netMinutes,
    firm_minutes: row.firmMinutes,
    over_minutes: row.overMinutes,
    allocation_ids: row.allocationIds,
    conflict_id: row.conflictId,
    state: row.state,
  }));
  return { ...presentFrame(frame), items, total: items.length };
}

/** The capacity-vs-load report; `end` is inclusive, a negative gap is load without capacity. */
export function presentCapacityVsLoad(
  rows: readonly TeamLoad[],
  granularity: Granularity,
  frame: ReportFrame,
): CapacityVsLoadAnswer {
  const items = rows.map((row) => ({
    team_id: row.id,
    team_name: row.name,
    periods: row.periods.map((period) => ({
      start: fromEpochDay(period.start),
      end: fromEpochDay(period.end - 1),
      net_minutes: period.netMinutes,
      firm_minutes: period.firmMinutes,
      tentative_minutes: period.tentativeMinutes,
      gap_minutes: period.netMinutes - period.firmMinutes,
    })),
  }));
  return { ...presentFrame(frame), granularity, items };
}

/** The fields that every report begins with. */
export function presentFrame(
  frame: ReportFrame,
): Pick<UtilizationAnswer, 'definition_version' | 'from' | 'to' | 'computed_at' | 'stale' | 'stale_seconds'> {
  return {
    definition_version: DEFINITION_VERSION,
    from: frame.from,
    to: frame.to,
    computed_at: frame.computedAt.toISOString(),
    ...presentStale(frame.staleSeconds ?? null),
  };
}

/** Nothing where the figures are right. */
export function presentStale(staleSeconds: number | null): Pick<UtilizationAnswer, 'stale' | 'stale_seconds'> {
  return staleSeconds === null ? {} : { stale: true, stale_seconds: staleSeconds };
}

function presentSums(sums: FigureSums): UtilizationAnswer['totals'] {
  return {
    nominal_minutes: sums.nominal,
    holiday_minutes: sums.holiday,
    absence_minutes: sums.absence,
    net_minutes: sums.net,
    firm_minutes: sums.firm,
    tentative_minutes: sums.tentative,
    worked_minutes: sums.worked,
    over_minutes: sums.over,
    utilization: utilizationOf(sums),
  };
}
