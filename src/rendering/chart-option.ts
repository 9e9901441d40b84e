/** A chart in the words of ECharts. Colours differ in lightness too, so that they hold in print and for the colour-blind. */
import type { EChartsOption } from 'echarts';
import { hoursOfMinutes } from '../shared/wire-hours';
import { inLanguage, pageWords, writtenDate, writtenNumber, writtenRatio } from './written-values.rules';
import type { BarChart, Chart, HeatChart, Language, SeriesRole, Text } from './table.types';

const colours: Readonly<Record<SeriesRole, string>> = {
  capacity: '#1a1a1a',
  firm: '#1f5fa8',
  tentative: '#a9cbec',
  over: '#b3361e',
  free: '#3f8f5b',
};
const INK = '#333333';
/** Bands of load by capacity, the upper bound included in the next. */
const bands = [
  { from: 0, to: 0.5, colour: '#e3eef8' },
  { from: 0.5, to: 0.8, colour: '#a9cbec' },
  { from: 0.8, to: 1.000001, colour: '#1f5fa8' },
  { from: 1.000001, to: Infinity, colour: '#b3361e' },
];
/** More columns have no room for a figure in each. */
const MOST_LABELLED = 16;
export const CHART_WIDTH = 960;

/** How high the chart is drawn at a width of `CHART_WIDTH`. */
export function chartHeight(chart: Chart): number {
  if (chart.kind === 'heat') return 110 + 26 * chart.rows.length;
  return chart.direction === 'across' ? 90 + 24 * chart.categories.length : 340;
}

/** Without animation, tooltips or anything else that needs a script. */
export function chartOption(chart: Chart, language: Language): EChartsOption {
  const base: EChartsOption = { animation: false, textStyle: { fontFamily: 'sans-serif', color: INK } };
  return { ...base, ...(chart.kind === 'heat' ? heatOption(chart, language) : barOption(chart, language)) };
}

function barOption(chart: BarChart, language: Language): EChartsOption {
  const isAcross = chart.direction === 'across';
  const categories = {
    type: 'category' as const,
    data: chart.categories.map((category) => categoryLabel(category, language)),
    inverse: isAcross,
    axisTick: { show: false },
    axisLabel: { color: INK, ...(isAcross ? { interval: 0, width: 190, overflow: 'truncate' as const } : {}) },
  };
  const hours = {
    type: 'value' as const,
    axisLabel: {
      color: INK,
      formatter: (value: number) => `${writtenNumber(value, value % 1 === 0 ? 0 : 1, language)} h`,
    },
    splitLine: { lineStyle: { color: '#dddddd' } },
  };
  return {
    legend: { top: 0, left: 0, itemGap: 24, textStyle: { color: INK } },
    grid: { top: 48, left: 8, right: 32, bottom: 8, containLabel: true },
    xAxis: isAcross ? hours : categories,
    yAxis: isAcross ? categories : hours,
    series: chart.series.map((series) => seriesOption(series, { isAcross, language })),
  };
}

function seriesOption(
  { title, role, minutes }: BarChart['series'][number],
  { isAcross, language }: { isAcross: boolean; language: Language },
): Exclude<EChartsOption['series'], undefined | unknown[]> {
  const drawn = { name: title[language], itemStyle: { color: colours[role] }, silent: true };
  const hours = minutes.map(hoursOfMinutes);
  if (role !== 'capacity') return { ...drawn, type: 'bar', stack: 'load', barMaxWidth: 28, data: hours };
  if (!isAcross) {
    return {
      ...drawn,
      type: 'line',
      symbol: 'circle',
      lineStyle: { color: colours.capacity, width: 2 },
      data: hours,
    };
  }
  return { ...drawn, type: 'scatter', symbol: 'rect', symbolSize: [3, 18], data: hours.map((x, y) => [x, y]) };
}

/** Cells would cover a line in part. */
const withoutLine = { axisLine: { show: false }, axisTick: { show: false } };

function heatOption(chart: HeatChart, language: Language): EChartsOption {
  return {
    grid: { top: 48, left: 8, right: 16, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: chart.dates.map((date) => writtenDate(date, language)),
      axisLabel: { color: INK },
      ...withoutLine,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: chart.rows.map(({ name }) => inLanguage(name, language)),
      axisLabel: { color: INK, interval: 0, width: 190, overflow: 'truncate' },
      ...withoutLine,
    },
    visualMap: {
      type: 'piecewise',
      orient: 'horizontal',
      top: 0,
      left: 0,
      itemGap: 16,
      dimension: 2,
      textStyle: { color: INK },
      pieces: bands.map((band) => ({
        gte: band.from,
        lt: band.to,
        color: band.colour,
        label: bandLabel(band, language),
      })),
    },
    series: heatSeries(chart, language),
  };
}

function heatSeries(chart: HeatChart, language: Language): NonNullable<EChartsOption['series']> {
  const labelled = (ratio: number): object => ({
    color: ratio >= 0.8 ? '#ffffff' : INK,
    formatter: writtenRatio(ratio, 0, language),
  });
  return {
    type: 'heatmap',
    silent: true,
    itemStyle: { borderColor: '#ffffff', borderWidth: 2 },
    label: { show: chart.dates.length <= MOST_LABELLED, textBorderWidth: 0 },
    data: chart.rows.flatMap(({ ratios }, row) =>
      ratios.flatMap((ratio, column) =>
        ratio === null ? [] : [{ value: [column, row, ratio], label: labelled(ratio) }],
      ),
    ),
  };
}

function bandLabel({ from, to }: { from: number; to: number }, language: Language): string {
  const [low, high] = [writtenRatio(from, 0, language), writtenRatio(Math.min(to, 9), 0, language)];
  if (to === Infinity) return `> ${low}`;
  return from === 0 ? `< ${high}` : `${low} – ${high}`;
}

function categoryLabel(category: Text, language: Language): string {
  const label = inLanguage(category, language);
  return /^\d{4}-\d{2}-\d{2}$/.test(label) ? writtenDate(label, language) : label;
}

/** What stands beside a heat map: cells without a colour. */
export function chartNote(chart: Chart, language: Language): string | null {
  const hasGap = chart.kind === 'heat' && chart.rows.some(({ ratios }) => ratios.includes(null));
  return hasGap ? { en: `Blank: ${pageWords.noCapacity.en}`, fr: `Vide : ${pageWords.noCapacity.fr}` }[language] : null;
}
