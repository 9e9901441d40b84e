/** Shapes of the session operations (API.md §2). */
import { z } from 'zod';
import { roles } from '../../access/role-grants';
import { SHORTEST_PASSWORD } from './chosen-password.rules';
import { instant, pageQuery, uuid } from '../../http/schemas';

export const loginBody = z.strictObject({
  email: z.email().max(320),
  password: z.string().min(1).max(1_000),
  org_id: uuid.optional(),
});
export const switchBody = z.strictObject({ org_id: uuid });
export const refreshBody = z.strictObject({ refresh_token: z.string().min(1).max(500) });

export const sessionsQuery = z.strictObject({
  page: pageQuery.page,
  page_size: pageQuery.page_size,
  cursor: pageQuery.cursor,
});
/** A password that somebody chooses. */
export const newPassword = z.string().min(SHORTEST_PASSWORD).max(1_000);
export const passwordChangeBody = z.strictObject({
  current_password: z.string().min(1).max(1_000),
  new_password: newPassword,
});

export const forgottenPasswordBody = z.strictObject({ email: z.email().max(320) });
export const passwordResetBody = z.strictObject({
  token: z.string().min(1).max(500),
  new_password: newPassword,
});

/** What a newcomer chooses is judged by the rules of new passwords once it is known that they are one. */
export const acceptanceBody = z.strictObject({
  token: z.string().min(1).max(500),
  full_name: z.string().trim().min(1).max(200).optional(),
  password: z.string().min(1).max(1_000).optional(),
});

export const sessionAnswer = z
  .strictObject({
    id: uuid,
    org_id: uuid,
    device: z.string().nullable(),
    address: z.string().nullable(),
    created_at: instant,
    last_used_at: instant,
    expires_at: instant,
    is_current: z.boolean(),
  })
  .meta({ id: 'Session' });

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
