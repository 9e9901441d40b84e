/** Shapes of the session operations (API.md §2). */
import { z } from 'zod';
import { roles } from '../../access/role-grants';
import { uuid } from '../../http/schemas';

export const loginBody = z.strictObject({
  email: z.email().max(320),
  password: z.string().min(1).max(1_000),
  org_id: uuid.optional(),
});
export const refreshBody = z.strictObject({ refresh_token: z.string().min(1).max(500) });

export const profile = z
  .strictObject({
    id: uuid,
    email: z.string(),
    full_name: z.string(),
    org_id: uuid,
    roles: z.array(z.enum(roles)),
    person_id: uuid.nullable(),
    organizations: z.array(z.strictObject({ id: uuid, name: z.string(), role: z.enum(roles) })),
  })
  .meta({ id: 'Profile' });

export const tokenPair = z
  .strictObject({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int(),
    user: profile,
  })
  .meta({ id: 'TokenPair' });
