/** Shapes of comments (v9). */
import { z } from 'zod';
import { recordFields, uuid } from '../../http/schemas';
import { commentedTypes } from './comments.types';

/** What a comment or a file is about. */
export const entityFields = { entity_type: z.enum(commentedTypes), entity_id: uuid };
/** The same as a filter. */
export const entityFilter = { entity_type: z.enum(commentedTypes).optional(), entity_id: uuid.optional() };
export type EntityFilter = z.output<z.ZodObject<typeof entityFilter>>;

const body = z.string().trim().min(1).max(20_000);

export const newComment = z.strictObject({ ...entityFields, body });
/** It stays where it is. */
export const changedComment = z.strictObject({ body: body.optional() });
export type CommentBody = z.output<typeof newComment>;

export const commentAnswer = z
  .strictObject({
    ...recordFields,
    ...entityFields,
    author_id: uuid.describe('A user.'),
    author_person_id: uuid.nullable().describe('Who that user was in the plan.'),
    body: z.string(),
  })
  .meta({ id: 'Comment' });

export const commentFilter = { ...entityFilter, author_id: uuid.optional().describe('A user.') };
export type CommentFilter = z.output<z.ZodObject<typeof commentFilter>>;
