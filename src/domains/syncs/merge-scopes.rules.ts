/** One scope for many writes, so that they are one change of the plan. */
import { NO_SCOPE, type PlanScope } from '../capacity/impact.types';

/**
 * Covers every scope; each person keeps their own days where all ends are known. Scopes of one kind of change only.
 * @example Ada 1-3 March and Bob 9 March: 1-9 March, Ada's span 1-3, Bob's span 9-9
 */
export function mergeScopes(scopes: readonly PlanScope[]): PlanScope {
  const [first] = scopes;
  if (first === undefined) return NO_SCOPE;
  const personIds = [...new Set(scopes.flatMap((scope) => scope.personIds))];
  const from = scopes.reduce((least, scope) => (scope.from < least ? scope.from : least), first.from);
  const to = scopes.reduce<string | null>((most, scope) => laterEnd(most, scope.to), first.to);
  const figureDates = [...new Set(scopes.flatMap((scope) => scope.figureDates ?? []))];
  const merged = { personIds, from, to, reason: first.reason, ...(figureDates.length > 0 ? { figureDates } : {}) };
  return to === null ? merged : { ...merged, spans: spansOf(scopes) };
}

function spansOf(scopes: readonly PlanScope[]): Map<string, { from: string; to: string }> {
  const spans = new Map<string, { from: string; to: string }>();
  for (const { personIds, from, to } of scopes) {
    if (to === null) continue;
    for (const personId of personIds) {
      const known = spans.get(personId) ?? { from, to };
      spans.set(personId, { from: from < known.from ? from : known.from, to: to > known.to ? to : known.to });
    }
  }
  return spans;
}

function laterEnd(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  return a > b ? a : b;
}
