/** Outside production, an answer that does not fit its route's schema is our error. */
import { z } from 'zod';
import type { Answer, Route } from './route';

/** @throws Error naming the route and what does not fit */
export function checkAnswer(route: Route, answer: Answer): void {
  const schema = route.response[answer.status];
  const replayed = answer.headers?.['Idempotency-Replayed'] === 'true';
  if (replayed || answer.json?.isCached === true) return;
  if (schema === undefined)
    throw new Error(`${route.method} ${route.path} answered an undeclared ${String(answer.status)}`);
  if (schema === null) return;
  const result = schema.safeParse(JSON.parse(answer.json?.text ?? JSON.stringify(answer.body)));
  if (!result.success)
    throw new Error(`${route.method} ${route.path} answered against its schema: ${z.prettifyError(result.error)}`);
}
