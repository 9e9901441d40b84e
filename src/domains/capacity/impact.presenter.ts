/** The impact of a planning write as it is answered. */
import { presentConflict } from '../conflicts/conflicts.presenter';
import type { Impact } from './impact.types';

interface Sums {
  netMinutes: number;
  firmMinutes: number;
}

/** The whole impact; see `impact.schema.ts`. */
export function presentImpact(impact: Impact): object {
  return {
    days_changed: impact.daysChanged,
    conflicts: {
      opened: impact.conflicts.opened.map(presentConflict),
      changed: impact.conflicts.changed.map(presentConflict),
      closed: impact.conflicts.closed.map(presentConflict),
    },
    figures: impact.figures.map((figure) => ({
      person_id: figure.personId,
      week: figure.week,
      ...presentSums(figure),
      before: presentSums(figure.before),
    })),
    totals: { ...presentSums(impact.totals), before: presentSums(impact.totals.before) },
    truncated: impact.truncated,
  };
}

function presentSums(sums: Sums): { net_minutes: number; firm_minutes: number } {
  return { net_minutes: sums.netMinutes, firm_minutes: sums.firmMinutes };
}
