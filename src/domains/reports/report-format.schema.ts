/** How a report is asked for in another form than JSON. Without `format` the headers `Accept` and `Accept-Language` decide. */
import { z } from 'zod';
import { queryFlag } from '../../http/schemas';
import { languages } from '../../rendering/table.types';
import { reportFormats } from './report-formats.types';

/** Spread it into the query schema of a report. */
export const formatQuery = {
  format: z.enum(reportFormats).optional().meta({ description: 'Wins over `Accept`; JSON when neither says.' }),
  language: z
    .enum(languages)
    .optional()
    .meta({ description: 'Of everything but JSON. Wins over `Accept-Language`; English when neither says.' }),
  delimiter: z.enum(['comma', 'semicolon']).default('comma').meta({ description: 'Of CSV.' }),
  bom: queryFlag.optional().meta({ description: 'CSV begins with a byte order mark, by which Excel knows UTF-8.' }),
};
