/** Every report as the one table its files are made of. */
import type { ReportTable } from '../../rendering/table.types';
import { presentAvailabilityTable } from './availability.presenter';
import { presentCapacityVsLoadTable } from './capacity-vs-load-table.presenter';
import type { ComputedReport } from './compute-report.query';
import { presentHeatmapTable } from './heatmap-table.presenter';
import { presentMonthGridTable } from './month-grid-table.presenter';
import { presentOverbookingsTable } from './overbookings-table.presenter';
import { presentPlanVsActualTable } from './plan-vs-actual.presenter';
import { presentUtilizationTable } from './utilization-table.presenter';

/** The same figures and names as the body. */
export function presentReportTable(computed: ComputedReport): ReportTable {
  switch (computed.report) {
    case 'utilization':
      return presentUtilizationTable(computed.body);
    case 'overbookings':
      return presentOverbookingsTable(computed.body);
    case 'capacity-vs-load':
      return presentCapacityVsLoadTable(computed.body);
    case 'heatmap':
      return presentHeatmapTable(computed.body, computed.parameters.group_by);
    case 'month-grid':
      return presentMonthGridTable(computed.body);
    case 'plan-vs-actual':
      return presentPlanVsActualTable(computed.body);
    case 'availability':
      return presentAvailabilityTable(computed.body);
  }
}
