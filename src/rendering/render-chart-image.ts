/** Charts as PNG, for mails: readers of mail do not show SVG. The only file that runs the library. */
import { join } from 'node:path';
import { renderChart } from './render-chart';
import type { Chart, Language } from './table.types';

const FONTS = join(__dirname, 'fonts');
/** Sharp on screens of double density, at half of it wide enough for a mail. */
const WIDTH_PX = 1_280;

/** The same chart is the same picture; it uses the project's own fonts, whatever the machine has. */
export async function renderChartImage(chart: Chart, language: Language): Promise<Buffer> {
  const { Resvg } = await import('@resvg/resvg-js');
  const svg = await renderChart(chart, language);
  const image = new Resvg(svg, {
    background: 'white',
    fitTo: { mode: 'width', value: WIDTH_PX },
    font: {
      fontFiles: ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'].map((name) => join(FONTS, name)),
      loadSystemFonts: false,
      defaultFontFamily: 'DejaVu Sans Condensed',
      sansSerifFamily: 'DejaVu Sans Condensed',
    },
  });
  return image.render().asPng();
}
