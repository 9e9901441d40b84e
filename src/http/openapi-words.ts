/** What the OpenAPI document says beside the schemas: the conventions of the API, and the headers a route takes. */
import { z } from 'zod';
import { refusals } from './problem';
import { keepsAnswers, type Route } from './route';

/** Markdown at the head of the documentation. */
export const API_INTRODUCTION = `Who is available, who is booked on what, who is over-booked, who has room.

**Signing in.** \`POST /auth/login\` gives an access token for \`Authorization: Bearer\`, and a refresh token for the next pair.
Programs use an API token (\`POST /api-tokens\`) the same way.

**Units.** Fields named \`…_minutes\` are whole minutes; \`hours…\` and \`…_hours…\` are decimal hours with at most two places. Dates are calendar
dates, ranges include both ends, instants are in UTC. What belongs to another organisation does not exist here: 404, or 400 \`reference_not_found\`
where a body names it.

**Writing.** \`PATCH\` takes any subset of the fields; null clears one that may be null. Fields that only answers carry are ignored in a body, so an
answer can be changed and sent back; any other unknown field is refused by name. \`If-Match\` with the \`ETag\` of the answer that was changed
refuses what somebody else has changed since (412), for verbs on one record such as \`:move\` too; \`Idempotency-Key\` makes a \`POST\` safe to repeat.

**Changing the plan.** A write that can move a figure takes \`dry_run\` and \`on_conflict\` and answers with its \`impact\`; a
decision about an approval takes \`dry_run\`, and \`GET /approvals/{id}/impact\` says beforehand what approving would change.

**Refusals** are problem documents, judged in this order: 401, 403 for the role, 400, 404, 403 for the record, 409 or 412. 429 and 503 say in
\`Retry-After\` when to go on; \`RateLimit-*\` headers say how much is left.

| \`code\` | status | |
|---|---|---|
${refusals.map(({ code, status, title }) => `| \`${code}\` | ${String(status)} | ${title} |`).join('\n')}`;

const ifMatch = z
  .string()
  .optional()
  .meta({
    param: { id: 'IfMatch' },
    description: 'The `ETag` of the record as it was read: 412 `stale_version` when it has changed since.',
    examples: ['"3"'],
  });

const idempotencyKey = z
  .string()
  .max(255)
  .optional()
  .meta({
    param: { id: 'IdempotencyKey' },
    description:
      'Chosen by the caller. A repeated request with the same key and body gets the first answer again, with `Idempotency-Replayed: true`; with another body it is 422.',
  });

const prefer = z
  .string()
  .optional()
  .meta({
    param: { id: 'Prefer' },
    description: '`return=representation` answers 200 with the impact instead of 204.',
  });

/** The request headers that change what a route does. */
export function headersOf(route: Route): z.ZodObject {
  const { method, permission, audit, response } = route;
  const isChange = method === 'PATCH' || method === 'PUT' || method === 'DELETE';
  return z.object({
    ...(isChange && permission !== 'public' && audit !== 'none:session' ? { 'If-Match': ifMatch } : {}),
    ...(keepsAnswers(route) ? { 'Idempotency-Key': idempotencyKey } : {}),
    ...(method === 'DELETE' && 200 in response ? { Prefer: prefer } : {}),
  });
}
