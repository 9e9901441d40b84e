/**
 * Which days of a person earn a voucher, each with its reason (READINGS 49). Net minutes and halves are the ledger's.
 * Example: 7 h a day, the afternoon of a Tuesday off: both halves are not worked, so Tuesday is `half_day` and counts 0.
 */
import { fromEpochDay, type EpochDay } from '../../shared/calendar-dates';
import type { DayRange, OpenDayRange, PersonPlan } from '../capacity/capacity.types';
import { explainFigure } from '../capacity/explain.rules';
import { netHalves, type NetHalves } from '../capacity/net-halves.rules';
import { spanInForce } from '../capacity/timeline-segments.rules';
import { USUAL_RULES } from './voucher-rules.rules';
import type {
  RuleSpan,
  TypedAbsence,
  VoucherCause,
  VoucherDay,
  VoucherPerson,
  VoucherReason,
  VoucherRules,
} from './vouchers.types';

/** A person's halves as one set of rules reads them. */
interface Reading {
  rules: VoucherRules;
  plan: PersonPlan;
  halves: NetHalves;
}

/** Every day of `range`, in order. */
export function voucherDays(person: VoucherPerson, spans: readonly RuleSpan[], range: DayRange): VoucherDay[] {
  const readings = new Map<VoucherRules, Reading>();
  const readingOf = (rules: VoucherRules): Reading => {
    const known = readings.get(rules);
    if (known !== undefined) return known;
    const made = readBy(rules, person, range);
    readings.set(rules, made);
    return made;
  };
  const days: VoucherDay[] = [];
  for (let day = range.from; day < range.to; day += 1) {
    const span = spanInForce(spans, day);
    days.push(judgeDay(person, { day, span, reading: readingOf(span?.rules ?? USUAL_RULES) }));
  }
  return days;
}

function readBy(rules: VoucherRules, person: VoucherPerson, range: DayRange): Reading {
  const taken = person.absences.filter((one) => takes(one, rules)).map((one) => one.absence);
  // What is booked or worked says nothing about vouchers, and would only be computed.
  const plan = { ...person.plan, absences: taken, allocations: [], timeEntries: [] };
  return { rules, plan, halves: netHalves(plan, range) };
}

/** Time off takes minutes unless its type counts; other absences only where remote work does not count. */
function takes({ typeKey, isTimeOff }: TypedAbsence, rules: VoucherRules): boolean {
  if (rules.absenceTypesThatCount.has(typeKey)) return false;
  return isTimeOff || !rules.remoteCounts;
}

function judgeDay(
  person: VoucherPerson,
  { day, span, reading }: { day: EpochDay; span: RuleSpan | null; reading: Reading },
): VoucherDay {
  const index = day - reading.halves.from;
  const morningMinutes = reading.halves.morning[index] ?? 0;
  const afternoonMinutes = reading.halves.afternoon[index] ?? 0;
  const causes = causesOf(person, reading, day);
  const missing = whyNotWorked(reading, index, causes);
  const decision = spanInForce(person.decisions, day);
  const isOnPayroll = person.payroll.some((spell) => covers(spell, day));
  const byRule = span !== null && isOnPayroll;
  const isEligible = decision?.eligible ?? byRule;
  return {
    date: fromEpochDay(day),
    days: missing === null && isEligible ? 1 : 0,
    ruleDays: missing === null && byRule ? 1 : 0,
    reason: missing ?? (isEligible ? 'worked' : whyNotEligible(decision !== null, span)),
    morningMinutes,
    afternoonMinutes,
    policyId: span?.policyId ?? null,
    override: decision && { id: decision.id, eligible: decision.eligible, reason: decision.reason },
    causes,
  };
}

function whyNotEligible(isDecided: boolean, span: RuleSpan | null): VoucherReason {
  if (isDecided) return 'override';
  return span === null ? 'no_policy' : 'not_eligible';
}

/** null: the day is worked as the rules ask. */
function whyNotWorked(reading: Reading, index: number, causes: readonly VoucherCause[]): VoucherReason | null {
  const { halves, rules } = reading;
  if (halves.engaged[index] !== 1) return 'not_employed';
  if (halves.nominal[index] === 0) return 'day_off';
  const [morning, afternoon] = [halves.morning[index] ?? 0, halves.afternoon[index] ?? 0];
  if (morning + afternoon === 0) {
    if ((halves.holiday[index] ?? 0) > (halves.absence[index] ?? 0)) return 'holiday';
    return causes.some((cause) => cause.kind === 'absence') ? 'absence' : 'remote';
  }
  if (rules.bothHalves && (morning === 0 || afternoon === 0)) return 'half_day';
  return morning + afternoon < rules.minimumMinutes ? 'below_minimum' : null;
}

/** What holidays and absences took of the day, and absences that would have if their type did not count. */
function causesOf(person: VoucherPerson, { plan, halves, rules }: Reading, day: EpochDay): VoucherCause[] {
  const index = day - halves.from;
  const taken = (halves.holiday[index] ?? 0) + (halves.absence[index] ?? 0);
  const parts = taken === 0 ? [] : explainFigure(plan, day, 'net').parts;
  const causes = parts.flatMap(({ kind, id, label, minutes }): VoucherCause[] => {
    if (id === null || (kind !== 'holiday' && kind !== 'absence')) return [];
    return [{ kind: kind === 'absence' && isRemote(person, id) ? 'remote' : kind, id, label, minutes: -minutes }];
  });
  const counting = person.absences.filter(
    ({ absence, typeKey }) => rules.absenceTypesThatCount.has(typeKey) && covers(absence, day),
  );
  return [
    ...causes,
    ...counting.map(({ absence: { id, label } }): VoucherCause => ({
      kind: 'absence_that_counts',
      id,
      label,
      minutes: 0,
    })),
  ];
}

function isRemote(person: VoucherPerson, absenceId: string): boolean {
  return person.absences.some(({ absence, isTimeOff }) => absence.id === absenceId && !isTimeOff);
}

function covers({ from, to }: OpenDayRange, day: EpochDay): boolean {
  return from <= day && (to === null || day < to);
}
