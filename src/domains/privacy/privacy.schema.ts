/** Shapes of erasing and exporting a person. */
import { z } from 'zod';
import { instant, pageQuery, recordFields, uuid } from '../../http/schemas';
import { erasureStates, erasureTriggers } from './erasures.types';

export const eraseBody = z.strictObject({
  dry_run: z.boolean().optional().meta({ description: 'True: list what would happen, and do nothing.' }),
});

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

export const erasuresQuery = z.strictObject({ ...pageQuery, state: z.enum(erasureStates).optional() });

export const archiveAnswer = z
  .strictObject({
    person_id: uuid,
    org_id: uuid,
    exported_at: instant,
    sections: z.record(z.string(), z.array(z.looseObject({}))),
  })
  .meta({ id: 'PersonArchive' });
