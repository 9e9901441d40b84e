/** What a single allocation puts on each day. */
import type { AllocationPlan, PersonLedger } from './capacity.types';
import { spreadLoad } from './spreading.rules';

/** Minutes per day of `[ledger.from, ledger.to)`; over all allocations of one status they sum to the ledger's column. */
export function allocationMinutes(ledger: PersonLedger, allocation: AllocationPlan): Int32Array {
  const { timeline } = ledger;
  const minutes = new Int32Array(timeline.to - timeline.from);
  const days = {
    from: timeline.from,
    to: timeline.to,
    nominal: timeline.columns.nominal,
    net: timeline.columns.net,
    engaged: timeline.engaged,
  };
  spreadLoad(days, allocation, { target: { from: timeline.from, minutes }, unplaced: [] });
  return minutes.subarray(ledger.from - timeline.from, ledger.to - timeline.from);
}
