/** Whose days a dated record can move: the union of its span before and after a change. */
import type { IsoDate } from '../../shared/calendar-dates';
import type { PlanScope } from './impact.types';
import type { PlanChangeKind } from './plan-changes.types';

/** Inclusive dates; `to` null = open. */
export interface PersonSpan {
  personId: string;
  from: IsoDate;
  to: IsoDate | null;
}

/**
 * The smallest scope over all spans, null when there is none.
 * @example spanScope([{ personId: 'a', from: '2026-02-01', to: null }, null], 'capacity.changed') is a's days from 2026-02-01 on
 */
export function spanScope(spans: readonly (PersonSpan | null)[], reason: PlanChangeKind): PlanScope | null {
  const given = spans.filter((span) => span !== null);
  const [first] = given;
  if (first === undefined) return null;
  return given.reduce<PlanScope>(
    (scope, span) => ({
      ...scope,
      personIds: [...new Set([...scope.personIds, span.personId])],
      from: span.from < scope.from ? span.from : scope.from,
      to: laterEnd(scope.to, span.to),
    }),
    { personIds: [first.personId], from: first.from, to: first.to, reason },
  );
}

function laterEnd(a: IsoDate | null, b: IsoDate | null): IsoDate | null {
  if (a === null || b === null) return null;
  return a > b ? a : b;
}
