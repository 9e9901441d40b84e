/** The month grid as it is answered in JSON. */
import { addDays } from '../../shared/calendar-dates';
import { hoursOfMinutes } from '../../shared/wire-hours';
import { presentLoad } from '../allocations/allocation-load.rules';
import type { MonthGrid } from './month-grid.query';
import { gridRates, type GridSums } from './month-grid.rules';
import type { MonthGridAnswer } from './month-grid.schema';
import { presentFrame } from './reports.presenter';
import type { Booking } from './bookings.repository';

/** People by name; `days` are the dates of the month with everybody's sums. */
export function presentMonthGrid(
  grid: MonthGrid,
  asked: { year: number; month: number; teamId: string | null; computedAt: Date },
): MonthGridAnswer {
  const { from, to, staleSeconds } = grid;
  const dates = grid.days.map((_, index) => addDays(from, index));
  return {
    ...presentFrame({ from, to, computedAt: asked.computedAt, staleSeconds }),
    year: asked.year,
    month: asked.month,
    team_id: asked.teamId,
    days: grid.days.map((sums, index) => ({ date: dates[index] ?? from, ...presentCoverage(sums) })),
    items: grid.people.map(({ id, name, days, sums }) => ({
      person_id: id,
      person_name: name,
      ...presentKpis(sums),
      days: days.map((day, index) => ({ date: dates[index] ?? from, ...day })),
      blocks: (grid.blocks.get(id) ?? []).map(presentBlock),
    })),
    teams: grid.teams.map(({ id, name, sums }) => ({ team_id: id, team_name: name, ...presentKpis(sums) })),
    totals: presentKpis(grid.totals),
  };
}

/** Share of what people have that day that is worked or planned; null when nobody has any. */
function presentCoverage(sums: GridSums): Omit<MonthGridAnswer['days'][number], 'date'> {
  return {
    net_minutes: sums.net,
    worked_minutes: sums.worked,
    planned_minutes: sums.planned,
    unplanned_minutes: sums.unplanned,
    absence_minutes: sums.absence,
    coverage: gridRates(sums).tace,
  };
}

function presentKpis(sums: GridSums): MonthGridAnswer['totals'] {
  const { tace, split, unplannedDays, isUnderstaffed } = gridRates(sums);
  return {
    net_minutes: sums.net,
    absence_minutes: sums.absence,
    worked_minutes: sums.worked,
    planned_minutes: sums.planned,
    unplanned_minutes: sums.unplanned,
    overtime_minutes: sums.overtime,
    tace,
    split,
    unplanned_days: unplannedDays,
    understaffed: isUnderstaffed,
  };
}

function presentBlock(booking: Booking): MonthGridAnswer['items'][number]['blocks'][number] {
  const load = presentLoad(booking);
  return {
    id: booking.id,
    version: booking.version,
    project_id: booking.projectId,
    project_name: booking.projectName,
    start_date: booking.startDate,
    end_date: booking.endDate,
    status: booking.status,
    percent: load.percent,
    hours_per_week: load.minutesPerWeek === null ? null : hoursOfMinutes(load.minutesPerWeek),
    minutes_per_day: load.minutesPerDay,
    total_minutes: load.totalMinutes,
  };
}
