/** Rows of Gryzzly's API (v1) as records. */
import { z } from 'zod';
import { spanOfDayParts } from './leave-spans.rules';
import {
  date,
  externalId,
  optionalDateOfInstant,
  optionalInstant,
  optionalText,
  rowReader,
  shownInstant,
  text,
} from './provider-rows.provider';

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_DAY = 86_400;
const timestamps = { updated_at: shownInstant };

export const users = rowReader({
  kind: 'user',
  idKey: 'id',
  schema: z.object({
    id: externalId,
    name: optionalText,
    email: optionalText,
    role: optionalText,
    disabled_at: optionalInstant,
    is_disabled: z.boolean().nullish(), // deprecated; counts where it says more than the date
    timesheet_approved_until: optionalDateOfInstant,
    ...timestamps,
  }),
  toRecord: (row) => ({
    externalId: row.id,
    fields: {
      displayName: row.name,
      email: row.email?.toLowerCase() ?? null,
      role: row.role,
      active: row.disabled_at === null && row.is_disabled !== true,
      disabledAt: row.disabled_at,
      approvedUntil: row.timesheet_approved_until,
    },
    updatedAt: row.updated_at,
  }),
});

export const projects = rowReader({
  kind: 'project',
  idKey: 'id',
  schema: z.object({
    id: externalId,
    name: text,
    code: optionalText,
    customer_id: optionalText,
    status: z.enum(['active', 'done', 'archived']),
    is_billable: z.boolean(),
    visibility: z.enum(['public', 'private']),
    start_at: optionalDateOfInstant,
    end_at: optionalDateOfInstant,
    ...timestamps,
  }),
  toRecord: (row) => ({
    externalId: row.id,
    fields: {
      name: row.name,
      code: row.code,
      customerExternalId: row.customer_id,
      status: row.status,
      isBillable: row.is_billable,
      visibility: row.visibility,
      startDate: row.start_at,
      endDate: row.end_at,
    },
    updatedAt: row.updated_at,
  }),
});

export const tasks = rowReader({
  kind: 'task',
  idKey: 'id',
  schema: z.object({
    id: externalId,
    project_id: externalId,
    parent_id: optionalText,
    name: text,
    is_container: z.boolean().nullish(),
    start_at: optionalDateOfInstant,
    end_at: optionalDateOfInstant,
    completed_at: optionalInstant,
    ...timestamps,
  }),
  toRecord: (row) => ({
    externalId: row.id,
    fields: {
      projectExternalId: row.project_id,
      parentExternalId: row.parent_id,
      name: row.name,
      isContainer: row.is_container ?? false,
      startDate: row.start_at,
      endDate: row.end_at,
      completedAt: row.completed_at,
    },
    updatedAt: row.updated_at,
  }),
});

export const declarations = rowReader({
  kind: 'declaration',
  idKey: 'id',
  schema: z.object({
    id: externalId,
    user_id: externalId,
    task_id: externalId,
    date,
    duration: z.number().int().min(0).max(SECONDS_PER_DAY), // the enum 60/3600 of the specification is not meant
    description: optionalText,
    ...timestamps,
  }),
  toRecord: (row) => ({
    externalId: row.id,
    fields: {
      userExternalId: row.user_id,
      taskExternalId: row.task_id,
      date: row.date,
      durationSeconds: row.duration,
      minutes: Math.round(row.duration / SECONDS_PER_MINUTE),
      description: row.description,
    },
    updatedAt: row.updated_at,
  }),
});

const dayPart = z.enum(['full', 'am', 'pm']);

export const leavePeriods = rowReader({
  kind: 'leave_period',
  idKey: 'id',
  schema: z.object({
    id: externalId,
    user_id: externalId,
    start_at: date,
    start_type: dayPart,
    end_at: date,
    end_type: dayPart,
    description: optionalText,
    ...timestamps,
  }),
  toRecord: (row) => ({
    externalId: row.id,
    fields: {
      userExternalId: row.user_id,
      span: spanOfDayParts({ date: row.start_at, part: row.start_type }, { date: row.end_at, part: row.end_type }),
      description: row.description,
    },
    updatedAt: row.updated_at,
  }),
});
