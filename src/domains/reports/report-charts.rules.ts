/**
 * What the charts of the reports show. A chart has room for some names only: of more it shows those that matter most and
 * says so in its title. Example: of 200 people the 30 with the highest rate of firm load by net capacity.
 */
import type { BarChart, Chart, Text, Words } from '../../rendering/table.types';
import { fromEpochDay, mondayOf, toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { figureColumns } from './report-words.rules';

/** Lines a chart of names has room for. */
export const MOST_NAMES = 30;
/** Days a chart shows one by one; of a longer range it shows weeks. */
const MOST_DAYS = 31;

export interface NamedLoad {
  name: Text;
  net: number;
  firm: number;
  tentative: number;
}

interface PeriodFigures {
  start: IsoDate;
  net_minutes: number;
  firm_minutes: number;
  tentative_minutes: number;
}

/** Firm and tentative load beside net capacity; in the order given, or the most loaded first when there are too many. */
export function loadChart(rows: readonly NamedLoad[]): Chart | null {
  const shown = rows.length <= MOST_NAMES ? rows : byLoad(rows, ({ net, firm }) => ratioOf(firm, net));
  const title = { en: 'Load and net capacity', fr: 'Charge et capacité nette' };
  return bars('across', orNothing(shown), {
    title: rows.length <= MOST_NAMES ? title : amongMost(title, { en: 'most loaded', fr: 'plus chargés' }),
    categories: (row) => row.name,
    series: { firm: (row) => row.firm, tentative: (row) => row.tentative, capacity: (row) => row.net },
  });
}

/** Minutes over by day, or by week when the range is long; dates without any are shown as zero. */
export function overChart(
  items: readonly { date: IsoDate; over_minutes: number }[],
  range: { from: IsoDate; to: IsoDate },
): Chart | null {
  const [from, to] = [toEpochDay(range.from), toEpochDay(range.to)];
  const isByDay = to - from < MOST_DAYS;
  const first = isByDay ? from : mondayOf(from);
  const step = isByDay ? 1 : 7;
  const dates = Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
  const minutes = dates.map(() => 0);
  for (const item of items) {
    const place = Math.floor((toEpochDay(item.date) - first) / step);
    minutes[place] = (minutes[place] ?? 0) + item.over_minutes;
  }
  const rows = dates.map((day, index) => ({ date: fromEpochDay(day), over: minutes[index] ?? 0 }));
  return bars('up', items.length === 0 ? [] : rows, {
    title: isByDay
      ? { en: 'Hours over by day', fr: 'Dépassement par jour' }
      : { en: 'Hours over by week', fr: 'Dépassement par semaine' },
    categories: (row) => row.date,
    series: { over: (row) => row.over },
  });
}

/** One team: its load and capacity over time. Several: firm load by net capacity as colours. */
export function teamsChart(teams: readonly { name: Text; periods: readonly PeriodFigures[] }[]): Chart | null {
  const [only] = teams;
  if (only === undefined) return null;
  const title = { en: 'Load and net capacity', fr: 'Charge et capacité nette' };
  if (teams.length === 1) {
    return bars('up', only.periods, {
      title,
      categories: (period) => period.start,
      series: {
        firm: (period) => period.firm_minutes,
        tentative: (period) => period.tentative_minutes,
        capacity: (period) => period.net_minutes,
      },
    });
  }
  const shown = teams.length <= MOST_NAMES ? teams : byLoad(teams, ({ periods }) => highestRatio(periods));
  const heat = { en: 'Firm load by net capacity', fr: 'Charge ferme sur capacité nette' };
  return {
    kind: 'heat',
    title: teams.length <= MOST_NAMES ? heat : amongMost(heat, { en: 'most loaded', fr: 'plus chargées' }),
    dates: only.periods.map((period) => period.start),
    rows: shown.map(({ name, periods }) => ({
      name,
      ratios: periods.map((period) => (period.net_minutes === 0 ? null : period.firm_minutes / period.net_minutes)),
    })),
  };
}

/** Free hours of those who have most, in the order given. */
export function freeChart(items: readonly { person_name: string; free_minutes: number }[]): Chart | null {
  const title = { en: 'Free hours', fr: 'Heures disponibles' };
  return bars('across', items.slice(0, MOST_NAMES), {
    title: items.length <= MOST_NAMES ? title : amongMost(title, { en: 'with most room', fr: 'plus disponibles' }),
    categories: (item) => item.person_name,
    series: { free: (item) => item.free_minutes },
  });
}

function bars<Row>(
  direction: BarChart['direction'],
  rows: readonly Row[],
  drawn: {
    title: Words;
    categories: (row: Row) => Text;
    series: Partial<Record<BarChart['series'][number]['role'], (row: Row) => number>>;
  },
): BarChart | null {
  if (rows.length === 0) return null;
  const roles = (['firm', 'tentative', 'over', 'free', 'capacity'] as const).flatMap((role) => {
    const minutesOf = drawn.series[role];
    const { title } = figureColumns[role === 'capacity' ? 'net' : role];
    return minutesOf === undefined ? [] : [{ title, role, minutes: rows.map(minutesOf) }];
  });
  return { kind: 'bars', title: drawn.title, direction, categories: rows.map(drawn.categories), series: roles };
}

function orNothing(rows: readonly NamedLoad[]): readonly NamedLoad[] {
  return rows.some(({ net, firm, tentative }) => net + firm + tentative > 0) ? rows : [];
}

/** Load without any capacity is above every rate. */
function ratioOf(firm: number, net: number): number {
  if (net > 0) return firm / net;
  return firm > 0 ? Infinity : -1;
}

function highestRatio(periods: readonly PeriodFigures[]): number {
  return Math.max(...periods.map((period) => ratioOf(period.firm_minutes, period.net_minutes)));
}

/** Of equals the one that came first. */
function byLoad<Row>(rows: readonly Row[], loadOf: (row: Row) => number): Row[] {
  return [...rows]
    .map((row) => ({ row, load: loadOf(row) }))
    .sort((a, b) => compare(b.load, a.load))
    .slice(0, MOST_NAMES)
    .map(({ row }) => row);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function amongMost(title: Words, which: Words): Words {
  return {
    en: `${title.en}, the ${MOST_NAMES} ${which.en}`,
    fr: `${title.fr}, les ${MOST_NAMES} ${which.fr}`,
  };
}
