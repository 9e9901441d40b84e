/** The heat map as it is answered. */
import { fromEpochDay } from '../../shared/calendar-dates';
import type { Heatmap } from './heatmap.query';
import type { HeatmapAnswer } from './heatmap.schema';
import { presentStale } from './reports.presenter';

/** `end` is inclusive; a cell is net, firm, tentative and over minutes. */
export function presentHeatmap({ periods, rows, staleSeconds }: Heatmap): HeatmapAnswer {
  return {
    columns: periods.map(({ from, to }) => ({ start: fromEpochDay(from), end: fromEpochDay(to - 1) })),
    rows,
    ...presentStale(staleSeconds),
  };
}
