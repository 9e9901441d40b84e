/** How an answer says that it is not up to date (READINGS 34). */
import { z } from 'zod';

/** Spread it into an answer whose figures may wait for the recompute workflow. */
export const staleFields = {
  stale: z.literal(true).optional().meta({
    description: 'So much waits to be recomputed that some figures are of before; see `GET /capacity/status`.',
  }),
  stale_seconds: z.int().min(0).optional().meta({ description: 'How long the oldest of it waits.' }),
};
