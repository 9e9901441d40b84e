/** How a report is asked for as it was, and how it says so. */
import { z } from 'zod';
import { instant } from '../../http/schemas';

/** Spread it into the query schema of a report. */
export const asOfQuery = {
  as_of: z.iso.datetime({ offset: true }).optional().meta({
    description:
      'What was known then: the last run of a schedule with the same parameters that was frozen by that instant; 404 `as_of_unavailable` when there is none.',
  }),
};

/** Spread it into the answer of a report. */
export const asOfFields = {
  as_of: instant.optional().meta({ description: 'When these figures were frozen; only where they were asked for.' }),
};
