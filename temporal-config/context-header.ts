/** What travels with every call from the API through Temporal to an activity: ids only, since headers stay in histories. */

/** Name of the Temporal header that carries the context. */
export const CONTEXT_HEADER = 'x-ctx';

/** Who caused the work: the request (or the schedule's run), the organisation, the user. Never a token, never a name. */
export interface CallContext {
  correlationId: string;
  tenantId: string | null;
  actorId: string | null;
}

/** Keeps the three known fields of a decoded header and nothing else; undefined when it is not a context. */
export function parseCallContext(value: unknown): CallContext | undefined {
  if (typeof value !== 'object' || value === null || !('correlationId' in value)) return undefined;
  const { correlationId } = value;
  if (typeof correlationId !== 'string') return undefined;
  return { correlationId, tenantId: stringOf(value, 'tenantId'), actorId: stringOf(value, 'actorId') };
}

function stringOf(value: object, key: string): string | null {
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : null;
}
