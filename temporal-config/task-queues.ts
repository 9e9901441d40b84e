/** Names of the task queues: the worker polls them, the client and the schedules address them. */

/** The only queue so far: every workflow and every activity. Connectors with a vendor's rate limit get one of their own. */
export const PLAN_CHARGE_QUEUE = 'plan-charge';
