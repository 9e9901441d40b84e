/** Shapes of providers and connections (API.md §6). Secrets go in and never come out. */
import { z } from 'zod';
import { instant, recordFields, uuid } from '../../http/schemas';
import { timeZone } from '../organizations/time-zone.schema';
import { connectionProviders, connectionStatuses } from './connections.types';
import { isCron } from './cron.rules';
import { syncKinds } from './sync-kinds.rules';

const secret = z.string().min(1).max(4_000);

const credentials = z.union([
  z.strictObject({ api_key: secret }),
  z.strictObject({ client_id: secret, client_secret: secret, refresh_token: secret }),
]);
export type CredentialsBody = z.output<typeof credentials>;

/** As Svix hands it out: the part after `whsec_` is base64. */
const webhookSecret = z
  .string()
  .max(500)
  .regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, 'not a signing secret: whsec_ and base64');

/** The provider's own words are kept to the letter, but words they must be. */
const providerKey = z.string().min(1).max(100).regex(/\S/, 'must not be blank');
const absenceTypes = z.record(providerKey, z.string().trim().min(1).max(100).nullable());

const writable = {
  credentials: credentials.nullable().optional(),
  webhook_secret: webhookSecret.nullable().optional(),
  absence_types: absenceTypes.optional(),
  status: z.enum(connectionStatuses).optional(),
};

const oneOf = { error: 'give either provider_id or provider_key', params: { code: 'one_of' } };
/** v9 names the provider by its id; its key says the same. */
export const newConnection = z
  .strictObject({
    provider_id: uuid
      .optional()
      .meta({ description: 'Of `GET /integrations/providers`; either this or `provider_key`.' }),
    provider_key: z.enum(connectionProviders).optional().meta({ description: 'Either this or `provider_id`.' }),
    ...writable,
  })
  .refine((body) => body.provider_id !== undefined || body.provider_key !== undefined, {
    ...oneOf,
    path: ['provider_id'],
  })
  .refine((body) => body.provider_id === undefined || body.provider_key === undefined, {
    ...oneOf,
    path: ['provider_key'],
  });
export const changedConnection = z.strictObject(writable);
export type ConnectionBody = z.output<typeof changedConnection>;

export const scheduleBody = z.strictObject({
  cron: z
    .string()
    .max(200)
    .refine(isCron, { error: 'not five fields of cron in numbers', params: { code: 'invalid_cron' } }),
  timezone: timeZone,
  kinds: z.array(z.enum(syncKinds)).min(1).max(4),
  enabled: z.boolean(),
});
export type ScheduleBody = z.output<typeof scheduleBody>;

export const connectionAnswer = z
  .strictObject({
    ...recordFields,
    provider_id: uuid,
    provider_key: z.enum(connectionProviders),
    status: z.enum(connectionStatuses),
    last_sync_at: instant.nullable(),
    error: z.string().nullable(),
    has_credentials: z.boolean(),
    credentials_set_at: instant.nullable(),
    has_webhook_secret: z.boolean(),
    absence_types: z.record(z.string(), z.string().nullable()),
    schedule: z
      .strictObject({
        cron: z.string(),
        timezone: z.string(),
        kinds: z.array(z.enum(syncKinds)),
        enabled: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'Connection' });

export const testAnswer = z
  .strictObject({
    ok: z.boolean(),
    error: z.string().nullable(),
    account_id: z.string().nullable(),
    account_name: z.string().nullable(),
    scopes: z.array(z.string()).nullable(),
    connection: connectionAnswer,
  })
  .meta({ id: 'ConnectionTest' });

export const providerAnswer = z
  .strictObject({
    id: uuid,
    provider_key: z.enum(connectionProviders),
    name: z.string(),
    capabilities: z.strictObject({
      sync_kinds: z.array(z.enum(syncKinds)),
      webhooks: z.boolean(),
      credentials: z.array(z.array(z.string())),
    }),
  })
  .meta({ id: 'Provider' });
