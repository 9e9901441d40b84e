/** Shapes of erasing and exporting a person. */
import { z } from 'zod';
import { instant, pageQuery, queryFlag, recordFields, uuid } from '../../http/schemas';
import { erasureStates, erasureTriggers } from './erasures.types';

const dryRunWords = 'True: list what would happen, and do nothing.';
export const eraseBody = z.strictObject({ dry_run: z.boolean().optional().meta({ description: dryRunWords }) });
/** As everywhere else; in the body or here. */
export const eraseQuery = z.strictObject({ dry_run: queryFlag.optional().meta({ description: dryRunWords }) });

export const erasurePreview = z
  .strictObject({
    dry_run: z.literal(true),
    person_id: uuid,
    items: z.array(
      z.strictObject({
        what: z.string(),
        action: z.enum(['deleted', 'anonymised', 'redacted']),
        rows: z.int().min(1),
      }),
    ),
  })
  .meta({ id: 'ErasurePreview' });

export const erasureAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    trigger: z.enum(erasureTriggers),
    state: z.enum(erasureStates),
    workflow_id: z.string(),
    requested_by: uuid.nullable(),
    counts: z.record(z.string(), z.unknown()).meta({ description: 'Rows so far, by what they are.' }),
    started_at: instant.nullable(),
    finished_at: instant.nullable(),
    error_code: z.string().nullable(),
  })
  .meta({ id: 'Erasure' });

const months = z.coerce.number().int().min(1).max(600).optional();
export const retentionQuery = z.strictObject({ former_people_months: months, report_runs_months: months });

export const retentionPreview = z
  .strictObject({
    people: z
      .array(uuid)
      .nullable()
      .meta({ description: 'The first 200 whose erasure would be asked for; null when it was not asked about.' }),
    report_runs: z
      .strictObject({
        total: z.int(),
        files: z.int(),
        bytes: z.int(),
        items: z
          .array(z.strictObject({ id: uuid, schedule_id: uuid, run_key: z.string(), finished_at: instant }))
          .meta({ description: 'The oldest 200.' }),
      })
      .nullable(),
  })
  .meta({ id: 'RetentionPreview' });

export const erasuresQuery = z.strictObject({ ...pageQuery, state: z.enum(erasureStates).optional() });

export const archiveAnswer = z
  .strictObject({
    person_id: uuid,
    org_id: uuid,
    exported_at: instant,
    sections: z.record(z.string(), z.array(z.looseObject({}))),
  })
  .meta({ id: 'PersonArchive' });
