/** Sums up what a write did to people's weeks. */
import { fromEpochDay } from '../../shared/calendar-dates';
import type { LedgerDifference } from './capacity.types';
import { MAX_IMPACT_FIGURES, type Impact, type ImpactFigure } from './impact.types';

/** The impact without its conflicts; figures ordered by person, then week, cut at `MAX_IMPACT_FIGURES`. */
export function summarizeImpact(differences: readonly LedgerDifference[]): Omit<Impact, 'conflicts'> {
  const ordered = [...differences].sort((a, b) => (a.personId < b.personId ? -1 : 1));
  const figures = ordered.flatMap(figuresOf);
  const totals = { netMinutes: 0, firmMinutes: 0, before: { netMinutes: 0, firmMinutes: 0 } };
  for (const figure of figures) {
    totals.netMinutes += figure.netMinutes;
    totals.firmMinutes += figure.firmMinutes;
    totals.before.netMinutes += figure.before.netMinutes;
    totals.before.firmMinutes += figure.before.firmMinutes;
  }
  return {
    daysChanged: ordered.reduce((count, difference) => count + difference.days.length, 0),
    figures: figures.slice(0, MAX_IMPACT_FIGURES),
    truncated: figures.length > MAX_IMPACT_FIGURES,
    totals,
  };
}

function figuresOf(difference: LedgerDifference): ImpactFigure[] {
  return difference.weeks.map((week) => ({
    personId: difference.personId,
    week: fromEpochDay(week.week),
    netMinutes: week.netMinutes,
    firmMinutes: week.firmMinutes,
    before: week.before,
  }));
}
