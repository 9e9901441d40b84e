/**
 * The records of the API that this one replaces, version 9: which fields they have, of which type, and which a new one must
 * have. Facts only; a question mark after a type says that the field may be null.
 */
export type FieldType =
  | 'uuid'
  | 'text'
  | 'email'
  | 'date'
  | 'instant'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'object'
  | 'texts'
  | `one of ${string}`;

export interface Entity {
  /** What a body that makes one must have. */
  required: readonly string[];
  fields: Readonly<Record<string, FieldType | `${FieldType}?`>>;
}

const absence: Entity = {
  required: ['person_id', 'start_date', 'end_date', 'type'],
  fields: {
    id: 'uuid',
    person_id: 'uuid',
    start_date: 'date',
    end_date: 'date',
    type: 'text',
    hours_per_day: 'number?',
    notes: 'text?',
  },
};

const allocation: Entity = {
  required: ['person_id', 'start_date', 'end_date'],
  fields: {
    id: 'uuid',
    project_id: 'uuid',
    task_id: 'uuid?',
    person_id: 'uuid',
    start_date: 'date',
    end_date: 'date',
    percent: 'number?',
    hours_per_week: 'number?',
    source: 'one of manual import rule',
    notes: 'text?',
  },
};

// Of benefits and connections, version 9 names nothing that a body must have; without these there would be nothing to store.
const benefitPolicy: Entity = {
  required: ['benefit_type_id'],
  fields: {
    id: 'uuid',
    benefit_type_id: 'uuid',
    rules: 'object',
    active: 'boolean',
    effective_from: 'date?',
    effective_to: 'date?',
  },
};

const capacity: Entity = {
  required: ['person_id', 'period_start', 'hours_per_week'],
  fields: {
    id: 'uuid',
    person_id: 'uuid',
    calendar_id: 'uuid?',
    period_start: 'date',
    period_end: 'date',
    hours_per_week: 'number',
    notes: 'text?',
  },
};

const holiday: Entity = {
  required: ['calendar_id', 'date', 'label'],
  fields: {
    id: 'uuid',
    calendar_id: 'uuid',
    date: 'date',
    label: 'text',
    is_full_day: 'boolean',
    hours: 'number?',
  },
};

const organization: Entity = {
  required: ['name'],
  fields: {
    id: 'uuid',
    name: 'text',
    timezone: 'text',
    default_workweek: 'object',
    created_at: 'instant',
    updated_at: 'instant',
  },
};

const person: Entity = {
  required: ['full_name'],
  fields: {
    id: 'uuid',
    org_id: 'uuid',
    full_name: 'text',
    active: 'boolean',
    manager_id: 'uuid?',
    cost_center: 'text?',
    location: 'text?',
    weekly_hours_default: 'number?',
    source: 'one of manual payfit gryzzly import',
    created_at: 'instant',
    updated_at: 'instant',
  },
};

const personBenefit: Entity = {
  required: ['benefit_type_id', 'eligible', 'effective_from'],
  fields: {
    id: 'uuid',
    person_id: 'uuid',
    benefit_type_id: 'uuid',
    eligible: 'boolean',
    effective_from: 'date',
    effective_to: 'date?',
    source: 'one of policy manual',
  },
};

const project: Entity = {
  required: ['name'],
  fields: {
    id: 'uuid',
    org_id: 'uuid',
    key: 'text',
    name: 'text',
    status: 'one of proposed active paused done cancelled',
    priority: 'integer',
    start_date: 'date?',
    end_date: 'date?',
    owner_id: 'uuid?',
    team_id: 'uuid?',
    tags: 'texts',
  },
};

const task: Entity = {
  required: ['project_id', 'title'],
  fields: {
    id: 'uuid',
    project_id: 'uuid',
    epic_id: 'uuid?',
    title: 'text',
    description: 'text?',
    status: 'one of todo in_progress blocked done cancelled',
    estimate_hours: 'number?',
    start_date: 'date?',
    due_date: 'date?',
    tags: 'texts',
    order_index: 'integer',
  },
};

const team: Entity = {
  required: ['name'],
  fields: { id: 'uuid', org_id: 'uuid', name: 'text', lead_id: 'uuid?', color: 'text?' },
};

const teamMember: Entity = {
  required: ['team_id', 'person_id', 'active_from'],
  fields: {
    id: 'uuid',
    team_id: 'uuid',
    person_id: 'uuid',
    active_from: 'date',
    active_to: 'date?',
    role_in_team: 'text?',
  },
};

export const entities = {
  absence,
  allocation,
  benefitPolicy,
  benefitType: { required: ['key', 'name'], fields: { id: 'uuid', key: 'text', name: 'text' } },
  calendar: { required: ['name'], fields: { id: 'uuid', org_id: 'uuid', name: 'text', workweek: 'object' } },
  capacity,
  connection: {
    required: ['provider_id'],
    fields: {
      id: 'uuid',
      provider_id: 'uuid',
      status: 'one of connected error revoked',
      last_sync_at: 'instant?',
      error: 'text?',
    },
  },
  epic: {
    required: ['project_id', 'name'],
    fields: { id: 'uuid', project_id: 'uuid', name: 'text', status: 'text', order_index: 'integer' },
  },
  externalAccount: {
    required: [],
    fields: {
      id: 'uuid',
      provider_id: 'uuid',
      external_user_id: 'text',
      person_id: 'uuid?',
      active: 'boolean',
      raw_profile: 'object',
    },
  },
  holiday,
  identityMatch: {
    required: [],
    fields: { external_account_id: 'uuid', suggested_person_id: 'uuid?', score: 'number', signals: 'object' },
  },
  organization,
  person,
  personBenefit,
  project,
  provider: {
    required: [],
    fields: { id: 'uuid', provider_key: 'one of payfit gryzzly ticket_resto', name: 'text', capabilities: 'object' },
  },
  task,
  taskAssignee: { required: ['task_id', 'person_id'], fields: { id: 'uuid', task_id: 'uuid', person_id: 'uuid' } },
  team,
  teamMember,
} satisfies Record<string, Entity>;

export type EntityName = keyof typeof entities;
