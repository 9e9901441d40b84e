/** Shapes of the capacity operations (API.md §4). */
import { z } from 'zod';
import { instant, isoDate, uuid } from '../../http/schemas';
import { capacityRunStates, recomputeModes } from './capacity-runs.types';
import { explainedFigures, isOfProject, projectFigures } from './explanation.types';

const minutes = z.int().min(0);

export const daysQuery = z
  .strictObject({ person_id: uuid.optional(), team_id: uuid.optional(), from: isoDate, to: isoDate })
  .refine((query) => (query.person_id === undefined) !== (query.team_id === undefined), {
    error: 'give either person_id or team_id',
    path: ['person_id'],
    params: { code: 'one_of' },
  });

export const daysAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      person_id: uuid,
      date: isoDate,
      nominal_minutes: minutes,
      holiday_minutes: minutes,
      absence_minutes: minutes,
      net_minutes: minutes,
      firm_minutes: minutes,
      tentative_minutes: minutes,
      worked_minutes: minutes,
      over_minutes: minutes,
    }),
  ),
  total: z.int(),
});

export const explainQuery = z
  .strictObject({
    person_id: uuid.optional(),
    team_id: uuid.optional().meta({ description: 'Of each member the days of membership, as in the reports by team.' }),
    project_id: z
      .union([uuid, z.literal('none')])
      .optional()
      .meta({
        description: 'Alone: the project as in the reports by project; beside a person or team: their share in it.',
      }),
    date: isoDate.optional(),
    from: isoDate.optional(),
    to: isoDate.optional(),
    figure: z.enum(explainedFigures),
  })
  .refine(
    ({ person_id: person, team_id: team, project_id: project }) =>
      (person === undefined || team === undefined) && (person ?? team ?? project) !== undefined,
    { error: 'give person_id, team_id or project_id', path: ['person_id'], params: { code: 'one_of' } },
  )
  .refine(
    ({ person_id: person, team_id: team, project_id: project, figure }) =>
      project === undefined || (person === undefined && team === undefined) || isOfProject(figure),
    {
      error: `of somebody's share in a project there is only ${projectFigures.join(', ')}`,
      path: ['figure'],
      params: { code: 'not_by_project' },
    },
  )
  .refine((query) => (query.date === undefined) === (query.from !== undefined && query.to !== undefined), {
    error: 'give either date, or from and to',
    path: ['date'],
    params: { code: 'one_of' },
  })
  .refine((query) => query.date === undefined || (query.from === undefined && query.to === undefined), {
    error: 'give either date, or from and to',
    path: ['from'],
    params: { code: 'one_of' },
  });

export const explainAnswer = z.strictObject({
  figure: z.enum(explainedFigures),
  minutes: z.int(),
  parts: z.array(z.strictObject({ kind: z.string(), id: uuid.nullable(), label: z.string(), minutes: z.int() })),
});

export const recomputeBody = z.strictObject({
  person_ids: z.array(uuid).min(1).max(1_000).nullable().optional(),
  from: isoDate.nullable().optional(),
  to: isoDate.nullable().optional(),
  mode: z.enum(recomputeModes).default('incremental'),
});

export const recomputeAnswer = z.strictObject({ run_id: uuid, workflow_id: z.string() });

export const runAnswer = z
  .strictObject({
    id: uuid,
    version: z.int(),
    state: z.enum(capacityRunStates),
    mode: z.enum(recomputeModes),
    done: z.int().meta({ description: 'People recomputed.' }),
    total: z.int(),
    people_per_second: z.number().min(0).nullable(),
    seconds_left: z.int().min(0).nullable(),
    changed_weeks: z.int(),
    workflow_id: z.string(),
    started_by: uuid.nullable(),
    created_at: instant,
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'CapacityRun' });

export const statusAnswer = z.strictObject({
  dirty_ranges: z.int(),
  dirty_people: z.int(),
  oldest_age_seconds: z.int(),
  last_run: runAnswer
    .nullable()
    .meta({ description: 'The recompute that began last; one that nobody asked for has no `started_by`.' }),
});
