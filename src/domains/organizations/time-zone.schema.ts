/** A time zone in a request. */
import { z } from 'zod';
import { isTimeZone, storedTimeZone } from './time-zone.rules';

/** A name of the IANA database; stored and answered under its one name there. */
export const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, { error: 'not a time zone of the IANA database', params: { code: 'invalid_timezone' } })
  .transform(storedTimeZone)
  .meta({ type: 'string', examples: ['Europe/Paris'] });
