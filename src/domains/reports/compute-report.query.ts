/** Any report as one object: what it is about, and the very body that JSON carries. Every file is made from it, so it can be frozen. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { findAvailability } from './availability.query';
import { presentAvailability } from './availability.presenter';
import { reportCapacityVsLoad } from './capacity-vs-load.query';
import type { Granularity } from './capacity-vs-load.rules';
import { presentHeatmap } from './heatmap.presenter';
import { readHeatmap, type HeatmapRequest } from './heatmap.query';
import { listVisiblePeople } from './list-visible-people.query';
import { presentMonthGrid } from './month-grid.presenter';
import { reportMonthGrid } from './month-grid.query';
import { reportOverbookings } from './overbookings.query';
import { presentPlanVsActual } from './plan-vs-actual.presenter';
import { reportPlanVsActual } from './plan-vs-actual.query';
import { assertMaySeeGrid } from './reports.policy';
import { presentCapacityVsLoad, presentOverbookings, presentUtilization } from './reports.presenter';
import type { UtilizationGroup } from './reports.types';
import { reportUtilization } from './utilization.query';

/** First and last date, both included. */
interface Dates {
  from: IsoDate;
  to: IsoDate;
}

/** What each report is asked for, by the names of its route's query. */
export interface ReportParameters {
  utilization: Dates & { group_by: UtilizationGroup };
  overbookings: Dates;
  'capacity-vs-load': Dates & { granularity: Granularity; team_id?: string | undefined };
  heatmap: Dates & { group_by: HeatmapRequest['groupBy']; granularity: HeatmapRequest['granularity'] };
  'month-grid': { year: number; month: number; team_id?: string | undefined };
  'plan-vs-actual': Dates & { team_id?: string | undefined };
  availability: Dates & {
    team_id?: string | undefined;
    minutes_per_day?: number | undefined;
    total_minutes?: number | undefined;
  };
}

/** What each report answers. */
export interface ReportBodies {
  utilization: ReturnType<typeof presentUtilization>;
  overbookings: ReturnType<typeof presentOverbookings>;
  'capacity-vs-load': ReturnType<typeof presentCapacityVsLoad>;
  heatmap: ReturnType<typeof presentHeatmap>;
  'month-grid': ReturnType<typeof presentMonthGrid>;
  'plan-vs-actual': ReturnType<typeof presentPlanVsActual>;
  availability: ReturnType<typeof presentAvailability>;
}

export type ReportName = keyof ReportParameters;

/** One report and what it is asked for. */
export type ReportRequest = { [Name in ReportName]: { report: Name; parameters: ReportParameters[Name] } }[ReportName];

/** A computed report: plain data, the same after it was written as JSON and read again. */
export type ComputedReport = {
  [Name in ReportName]: { report: Name; parameters: ReportParameters[Name]; body: ReportBodies[Name] };
}[ReportName];

type Computation<Name extends ReportName> = (
  uow: UnitOfWork,
  parameters: ReportParameters[Name],
) => Promise<ReportBodies[Name]>;

const computations: { [Name in ReportName]: Computation<Name> } = {
  utilization: async (uow, { group_by: groupBy, from, to }) => {
    const personIds = await listVisiblePeople(uow, groupBy);
    const figures = await reportUtilization(uow, { groupBy, from, to, personIds });
    return presentUtilization(figures, groupBy, { from, to, computedAt: uow.now, staleSeconds: figures.staleSeconds });
  },
  overbookings: async (uow, { from, to }) => {
    const personIds = await listVisiblePeople(uow, 'person');
    const { rows, staleSeconds } = await reportOverbookings(uow, { from, to, personIds });
    return presentOverbookings(rows, { from, to, computedAt: uow.now, staleSeconds });
  },
  'capacity-vs-load': async (uow, { from, to, granularity, team_id: teamId = null }) => {
    const { teams, staleSeconds } = await reportCapacityVsLoad(uow, { from, to, granularity, teamId });
    return presentCapacityVsLoad(teams, granularity, { from, to, computedAt: uow.now, staleSeconds });
  },
  heatmap: async (uow, { group_by: groupBy, granularity, from, to }) => {
    const personIds = await listVisiblePeople(uow, groupBy);
    return presentHeatmap(await readHeatmap(uow, { groupBy, granularity, from, to, personIds }));
  },
  'month-grid': async (uow, { year, month, team_id: teamId = null }) => {
    assertMaySeeGrid(uow.actor);
    const grid = await reportMonthGrid(uow, { year, month, teamId });
    return presentMonthGrid(grid, { year, month, teamId, computedAt: uow.now });
  },
  'plan-vs-actual': async (uow, { from, to, team_id: teamId = null }) => {
    const personIds = await listVisiblePeople(uow, 'person');
    const rows = await reportPlanVsActual(uow, { from, to, teamId, personIds });
    return presentPlanVsActual(rows, { from, to, teamId, computedAt: uow.now });
  },
  availability: async (uow, { from, to, team_id: teamId = null, minutes_per_day, total_minutes }) => {
    const personIds = await listVisiblePeople(uow, 'person');
    const demand = { minutesPerDay: minutes_per_day ?? null, totalMinutes: total_minutes ?? null };
    const { people, staleSeconds } = await findAvailability(uow, { from, to, teamId, personIds, demand });
    return presentAvailability(people, { from, to, staleSeconds });
  },
};

/**
 * Computes a report as the actor of the unit of work sees it: their people, their masking. Dates are checked by the caller.
 * @throws DomainError forbidden when the actor's role never sees it
 */
export async function computeReport<Request extends ReportRequest>(
  uow: UnitOfWork,
  request: Request,
): Promise<Extract<ComputedReport, { report: Request['report'] }>> {
  const compute = computations[request.report] as Computation<ReportName>;
  const body = await compute(uow, request.parameters);
  return { ...request, body } as unknown as Extract<ComputedReport, { report: Request['report'] }>;
}
