/** Shapes of the heat map (API.md §4). */
import { z } from 'zod';
import { isoDate, uuid } from '../../http/schemas';
import { fineGranularities } from './capacity-vs-load.rules';
import { asOfFields, asOfQuery } from './as-of.schema';
import { formatQuery } from './report-format.schema';
import { staleFields } from './stale.schema';

export const heatmapQuery = z.strictObject({
  group_by: z.enum(['person', 'team']).default('person'),
  granularity: z.enum(fineGranularities).default('week'),
  from: isoDate,
  to: isoDate,
  ...asOfQuery,
  ...formatQuery,
});

const minutes = z.int().min(0);

/** Four of a kind, so the document says an array of four: tools stumble over the places of a tuple. */
const cell = z.tuple([minutes, minutes, minutes, minutes]).meta({
  override: (context: { jsonSchema: { prefixItems?: unknown[]; items?: unknown } }) => {
    const { jsonSchema } = context;
    jsonSchema.items = jsonSchema.prefixItems?.[0];
    delete jsonSchema.prefixItems;
  },
});

export const heatmapAnswer = z
  .strictObject({
    columns: z.array(z.strictObject({ start: isoDate, end: isoDate })),
    rows: z.array(
      z.strictObject({
        id: uuid.nullable(),
        name: z.string(),
        cells: z.array(cell).meta({ description: 'Of each column: net, firm, tentative and over minutes.' }),
      }),
    ),
    ...asOfFields,
    ...staleFields,
  })
  .meta({ id: 'Heatmap' });
export type HeatmapAnswer = z.output<typeof heatmapAnswer>;
