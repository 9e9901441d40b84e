/** The events that a webhook can hear of: the catalogue, and what is left out of it. */

const CRUD = ['created', 'updated', 'deleted'] as const;
const RESTORABLE = [...CRUD, 'restored'] as const;

/** Verbs by resource. Not here is what is about secrets, private data or the machinery: see `internalEventTypes`. */
const verbsByResource = {
  organization: ['updated', 'deleted'],
  organization_settings: ['updated'],
  member: ['invited', 'joined', 'updated', 'removed'],
  person: [...RESTORABLE, 'erased'],
  engagement: CRUD,
  team: RESTORABLE,
  team_member: CRUD,
  calendar: CRUD,
  person_calendar: CRUD,
  holiday: CRUD,
  work_pattern: CRUD,
  person_work_pattern: CRUD,
  capacity: CRUD,
  absence: CRUD,
  absence_type: CRUD,
  project: RESTORABLE,
  project_member: CRUD,
  epic: RESTORABLE,
  task: RESTORABLE,
  task_assignee: CRUD,
  task_dependency: CRUD,
  tag: CRUD,
  comment: CRUD,
  attachment: CRUD,
  allocation: CRUD,
  time_entry: CRUD,
  conflict: ['opened', 'changed', 'accepted', 'reopened', 'resolved'],
  approval: ['requested', 'decided', 'escalated', 'cancelled'],
  approval_policy: CRUD,
  delegation: CRUD,
  period: ['closed', 'reopened'],
  benefit_type: CRUD,
  benefit_policy: CRUD,
  person_benefit: CRUD,
  voucher_month: ['closed'],
  sync_run: ['completed', 'failed'],
  report_schedule: [...CRUD, 'paused', 'resumed', 'stopped'],
  report_run: ['finished', 'cancelled'],
} as const satisfies Record<string, readonly string[]>;

/** Every type that can be asked for, e.g. `allocation.created`. */
export const webhookEventTypes: readonly string[] = Object.entries(verbsByResource).flatMap(([resource, verbs]) =>
  verbs.map((verb) => `${resource}.${verb}`),
);

/**
 * Prefixes of types that no webhook hears of: private data of people, secrets and connections, requests to the machinery.
 * Every type that is written to the outbox is here or in the catalogue.
 */
export const internalEventTypes: readonly string[] = [
  'approval.lost',
  'capacity.dirtied',
  'capacity.recompute_requested',
  'connection.',
  'erasure.',
  'external_account.',
  'organization.created',
  'password_reset.',
  'report_delivery.',
  'report_run.requested',
  'person_email.',
  'person_identifier.',
  'sync.',
  'webhook.',
];

/** The type of a test call, which is no event. */
export const TEST_EVENT_TYPE = 'webhook.test';

/** What `*` stands for, and what was named, each once and in the catalogue's order. */
export function matchedEventTypes(asked: readonly string[]): { eventTypes: string[]; allEventTypes: boolean } {
  const allEventTypes = asked.includes('*');
  return { allEventTypes, eventTypes: webhookEventTypes.filter((type) => allEventTypes || asked.includes(type)) };
}

/** True for a type that belongs to no catalogue on purpose. */
export function isInternalEventType(type: string): boolean {
  return internalEventTypes.some((prefix) => (prefix.endsWith('.') ? type.startsWith(prefix) : type === prefix));
}
