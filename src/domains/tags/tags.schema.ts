/** Shapes of tags (v9). */
import { z } from 'zod';
import { recordFields } from '../../http/schemas';

const MOST_TAGS = 50;
const name = z.string().trim().min(1).max(100);

/** The tags of a project or task, by name. */
export const tagNames = z.array(name).max(MOST_TAGS).describe('Names of tags; an unknown one is registered.');

export const newTag = z.strictObject({ name, color: z.string().max(50).nullable().optional() });
export const changedTag = newTag.partial();
export type TagBody = z.output<typeof changedTag>;

export const tagAnswer = z
  .strictObject({ ...recordFields, name: z.string(), color: z.string().nullable() })
  .meta({ id: 'Tag' });

export const tagFilter = { q: z.string().max(100).optional().describe('Part of the name, in any case.') };
export type TagFilter = z.output<z.ZodObject<typeof tagFilter>>;
