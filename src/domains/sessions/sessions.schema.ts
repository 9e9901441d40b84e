/** Shapes of the session operations (API.md §2). */
import { z } from 'zod';
import { roles } from '../../access/role-grants';
import { SHORTEST_PASSWORD } from './chosen-password.rules';
import { instant, pageQuery, uuid } from '../../http/schemas';

export const loginBody = z.strictObject({
  email: z.email().max(320),
  password: z.string().min(1).max(1_000),
  org_id: uuid.optional().describe('Which organisation to enter; default the one entered last, else the oldest.'),
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
  token: z.string().min(1).max(500).describe('Of the link in the mail; it works once, for 30 minutes.'),
  new_password: newPassword,
});

/** What a newcomer chooses is judged by the rules of new passwords once it is known that they are one. */
export const acceptanceBody = z.strictObject({
  token: z.string().min(1).max(500).describe('Of the link in the invitation; it works once, for seven days.'),
  full_name: z.string().trim().min(1).max(200).optional().describe('Of somebody who has no account yet.'),
  password: z.string().min(1).max(1_000).optional().describe('The one the account has, or the one it is to have.'),
});

export const sessionAnswer = z
  .strictObject({
    id: uuid,
    org_id: uuid,
    device: z.string().nullable().describe('The `User-Agent` at sign-in; null once it is forgotten.'),
    address: z.string().nullable().describe('IP address at sign-in; null once it is forgotten.'),
    created_at: instant,
    last_used_at: instant,
    expires_at: instant,
    is_current: z.boolean().describe('The session of this request.'),
  })
  .meta({ id: 'Session' });

export const profile = z
  .strictObject({
    id: uuid,
    email: z.string(),
    full_name: z.string(),
    org_id: uuid.describe('The organisation of this session.'),
    roles: z.array(z.enum(roles)).describe('The one role in that organisation.'),
    person_id: uuid.nullable().describe('Who this user is in the plan; null when nobody.'),
    organizations: z.array(z.strictObject({ id: uuid, name: z.string(), role: z.enum(roles) })),
  })
  .meta({ id: 'Profile' });

export const tokenPair = z
  .strictObject({
    access_token: z.string(),
    refresh_token: z.string().describe('For one `POST /auth/refresh`, within 30 days.'),
    token_type: z.literal('bearer'),
    expires_in: z.int().describe('Life of the access token, in seconds.'),
    user: profile,
  })
  .meta({ id: 'TokenPair' });
