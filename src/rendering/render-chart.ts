/** Charts as SVG, drawn on the server without a browser. The only file that runs the library. */
import { CHART_WIDTH, chartHeight, chartOption } from './chart-option';
import type { Chart, Language } from './table.types';

/** One `<svg>` element that needs nothing from outside; text in it is escaped. `CHART_WIDTH` wide. The same chart is the same text. */
export async function renderChart(chart: Chart, language: Language, height = chartHeight(chart)): Promise<string> {
  const echarts = await import('echarts');
  const canvas = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: CHART_WIDTH,
    height,
  });
  try {
    canvas.setOption(chartOption(chart, language));
    return renamed(canvas.renderToSVGString({ useViewBox: true }));
  } finally {
    canvas.dispose();
  }
}

/** The library counts all charts of the process in its names; here they are counted within the chart. */
function renamed(svg: string): string {
  const names = new Map<string, string>();
  return svg.replaceAll(/\bzr\d+-[a-z]+-?\d+/g, (name) => {
    const known = names.get(name) ?? `chart-${names.size}`;
    names.set(name, known);
    return known;
  });
}
