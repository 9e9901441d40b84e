/** Absences of a contract: whole weeks, half days, over month ends, of every status, some overlapping. */
import { addDays, type IsoDate } from '../shared/calendar-dates';
import { fakeId } from './fake-ids';
import type { FakeRow } from './row-store';

const types = [
  'fr_conges_payes',
  'fr_conges_payes',
  'fr_rtt',
  'fr_maladie_ordinaire',
  'fr_enfant_malade',
  'colleague_remote',
];
/** Share of each status, in hundredths, adding up. */
const statuses: readonly [string, number][] = [
  ['approved', 80],
  ['pending_approval', 88],
  ['declined', 92],
  ['cancelled', 97],
  ['pending_cancellation', 100],
];
const MOST = 4;
/** Days around today in which absences start. */
const RANGE = { from: -120, length: 270 };

/** Up to four absences of one contract, within it. */
export function absencesOf(
  humanNumber: number,
  contract: { id: string; startDate: IsoDate; endDate: IsoDate | null },
  { today, random }: { today: IsoDate; random: () => number },
): FakeRow[] {
  return Array.from({ length: Math.floor(random() * (MOST + 1)) }, (_, index) => {
    const start = addDays(today, RANGE.from + Math.floor(random() * RANGE.length));
    const end = addDays(start, Math.floor(random() * random() * 12));
    const [half, kind, share] = [random(), random(), random() * 100];
    return {
      id: fakeId('absence', humanNumber * 10 + index),
      contractId: contract.id,
      startDate: { date: start, moment: half < 0.15 ? 'middle-of-day' : 'beginning-of-day' },
      endDate: { date: end, moment: isMorningOnly(half, start === end) ? 'middle-of-day' : 'end-of-day' },
      type: types[Math.floor(kind * types.length)],
      status: statuses.find(([, most]) => share < most)?.[0] ?? 'approved',
    };
  }).filter(({ startDate, endDate }) => isWithin(contract, startDate.date, endDate.date));
}

/** A day can't begin and end at noon. */
function isMorningOnly(half: number, isOneDay: boolean): boolean {
  return half > 0.85 || (half > 0.1 && half < 0.15 && !isOneDay);
}

function isWithin(contract: { startDate: IsoDate; endDate: IsoDate | null }, start: IsoDate, end: IsoDate): boolean {
  return contract.startDate <= start && (contract.endDate === null || end <= contract.endDate);
}
