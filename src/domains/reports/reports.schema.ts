/** Shapes of the reports (API.md §5). */
import { z } from 'zod';
import { instant, isoDate, uuid } from '../../http/schemas';
import { granularities } from './capacity-vs-load.rules';
import { asOfFields, asOfQuery } from './as-of.schema';
import { formatQuery } from './report-format.schema';
import { staleFields } from './stale.schema';
import { utilizationGroups } from './reports.types';

/** What every report over a range takes. */
export const rangeFields = { from: isoDate.optional(), to: isoDate.optional(), ...asOfQuery, ...formatQuery };
export const utilizationQuery = z.strictObject({ group_by: z.enum(utilizationGroups), ...rangeFields });
export const rangeQuery = z.strictObject(rangeFields);
export const capacityVsLoadQuery = z.strictObject({
  ...rangeFields,
  team_id: uuid.optional(),
  granularity: z.enum(granularities).default('week'),
});

const sums = {
  nominal_minutes: z.int(),
  holiday_minutes: z.int(),
  absence_minutes: z.int(),
  net_minutes: z.int(),
  firm_minutes: z.int(),
  tentative_minutes: z.int(),
  worked_minutes: z.int(),
  over_minutes: z.int(),
  utilization: z.number().nullable(),
};

/** What every report says about itself. */
export const reportFrame = {
  definition_version: z.int(),
  from: isoDate,
  to: isoDate,
  computed_at: instant,
  ...asOfFields,
  ...staleFields,
};

export const utilizationAnswer = z
  .strictObject({
    ...reportFrame,
    group_by: z.enum(utilizationGroups),
    items: z.array(z.strictObject({ id: uuid.nullable(), name: z.string(), ...sums })),
    totals: z.strictObject(sums),
  })
  .meta({ id: 'UtilizationReport' });
export type UtilizationAnswer = z.output<typeof utilizationAnswer>;

export const overbookingsAnswer = z
  .strictObject({
    ...reportFrame,
    items: z.array(
      z.strictObject({
        person_id: uuid,
        person_name: z.string(),
        date: isoDate,
        net_minutes: z.int(),
        firm_minutes: z.int(),
        over_minutes: z.int(),
        allocation_ids: z.array(uuid),
        conflict_id: uuid.nullable(),
        state: z.enum(['open', 'accepted']).nullable(),
      }),
    ),
    total: z.int(),
  })
  .meta({ id: 'OverbookingsReport' });
export type OverbookingsAnswer = z.output<typeof overbookingsAnswer>;

export const capacityVsLoadAnswer = z
  .strictObject({
    ...reportFrame,
    granularity: z.enum(granularities),
    items: z.array(
      z.strictObject({
        team_id: uuid.nullable(),
        team_name: z.string(),
        periods: z.array(
          z.strictObject({
            start: isoDate,
            end: isoDate,
            net_minutes: z.int(),
            firm_minutes: z.int(),
            tentative_minutes: z.int(),
            gap_minutes: z.int(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'CapacityVsLoadReport' });
export type CapacityVsLoadAnswer = z.output<typeof capacityVsLoadAnswer>;
