/** Meal vouchers as a payroll counts them: one for each working day of the month of which both halves are worked. */
import { generateHolidays } from '../domains/calendars/generated-holidays.rules';
import { addDays, toEpochDay, weekdayOf, type IsoDate } from '../shared/calendar-dates';
import { halfDaysOf } from './half-days.rules';
import type { Human } from './humans.types';
import type { FakeRow } from './row-store';

const VOUCHER = { voucherAmount: 9.2, voucherCompanyPartAmount: 5.52, voucherEmployeePartAmount: 3.68 };
/** Months around today for which there are vouchers. */
const MONTHS = [-2, -1, 0] as const;
const FRIDAY = 4;
/** Leave that is taken, and work elsewhere, which is none. */
const TAKEN = ['approved', 'pending_cancellation'];
const REMOTE = 'colleague_remote';

/** Somebody of whom the payroll knows nothing but contract and leave. */
export const usualVouchers: Pick<Human, 'voucherOddity' | 'holidayRegion' | 'halfDaysOff'> = {
  voucherOddity: null,
  holidayRegion: null,
  halfDaysOff: new Set(),
};

/** Counts vouchers of anybody around `today`; holidays of a region are looked up once. */
export class VoucherCounter {
  readonly #holidays = new Map<string | null, ReadonlySet<string>>();

  constructor(private readonly today: IsoDate) {}

  /** A row for each month in which the contract, the last of `human`, was in force for a day; `absences` are its own. */
  rowsOf(
    human: Human,
    contract: { collaboratorId: string; status: string; endDate: IsoDate | null },
    absences: readonly FakeRow[],
  ): FakeRow[] {
    const { collaboratorId, status, endDate } = contract;
    if (status === 'PENDING' || (status === 'ARCHIVED' && endDate === null)) return [];
    const off = new Set([...human.halfDaysOff, ...absences.flatMap(takenHalves), ...this.#holidaysOf(human)]);
    return MONTHS.flatMap((months) => {
      const first = monthStart(this.today, months);
      const next = monthStart(this.today, months + 1);
      const from = human.hiredOn > first ? human.hiredOn : first;
      const end = endDate !== null && endDate < next ? addDays(endDate, 1) : next;
      if (from >= end) return [];
      const month = first.slice(0, 7).replace('-', '');
      const count = countDays(human, { from, end, off }) + (months === 0 ? mistakeOf(human) : 0);
      const key = `${collaboratorId}/${month}`;
      return [{ key, month, collaboratorId, vouchersCount: Math.max(0, count), ...VOUCHER, dayOffEligibility: false }];
    });
  }

  #holidaysOf({ holidayRegion: region }: Human): ReadonlySet<string> {
    const year = Number(this.today.slice(0, 4));
    const known =
      this.#holidays.get(region) ??
      new Set(
        generateHolidays({ country: 'FR', region }, [year - 1, year]).flatMap(({ date, part }) =>
          halfDaysOf({ from: date, to: date, fromNoon: part === 'afternoon', toNoon: false }),
        ),
      );
    this.#holidays.set(region, known);
    return known;
  }
}

function countDays(
  { voucherOddity }: Human,
  { from, end, off }: { from: IsoDate; end: IsoDate; off: ReadonlySet<string> },
): number {
  let days = 0;
  for (let date = from; date < end; date = addDays(date, 1)) {
    if (weekdayOf(toEpochDay(date)) > FRIDAY) continue;
    const worked = ['am', 'pm'].filter((half) => !off.has(`${date}/${half}`)).length;
    if (worked === 2 || (worked === 1 && voucherOddity === 'counts-half-days')) days += 1;
  }
  return days;
}

function takenHalves({ type, status, startDate, endDate }: FakeRow): string[] {
  if (type === REMOTE || !TAKEN.includes(String(status))) return [];
  const [start, end] = [startDate, endDate] as [Bound, Bound];
  return halfDaysOf({
    from: start.date,
    to: end.date,
    fromNoon: start.moment === 'middle-of-day',
    toNoon: end.moment === 'middle-of-day',
  });
}

interface Bound {
  date: IsoDate;
  moment: string;
}

function mistakeOf({ voucherOddity }: Human): number {
  if (voucherOddity === 'one-too-few') return -1;
  return voucherOddity === 'two-too-many' ? 2 : 0;
}

/** First date of the month that many months from `today`. */
function monthStart(today: IsoDate, months: number): IsoDate {
  const first = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + months, 1));
  return first.toISOString().slice(0, 10);
}
