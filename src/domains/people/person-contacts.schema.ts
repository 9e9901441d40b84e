/** Shapes of e-mail addresses and identifiers of people (v9). */
import { z } from 'zod';
import { recordFields, uuid } from '../../http/schemas';
import { emailKinds } from './person-contacts.types';

const source = z.string().max(100).nullable();
const LONGEST_ADDRESS = 320;

/** v9 names the person in the body too: it must be the one of the path. */
const personId = { person_id: uuid.optional().describe('The person of the path, if sent.') };

export const newPersonEmail = z.strictObject({
  ...personId,
  email: z.string().trim().toLowerCase().max(LONGEST_ADDRESS).pipe(z.email()),
  kind: z.enum(emailKinds).describe('Others than admins and the person see only `corporate` ones.'),
  is_primary: z.boolean().optional().describe('At most one address of a person is; default: the first one is.'),
  verified: z.boolean().optional(),
  source: source.optional(),
});
export const changedPersonEmail = newPersonEmail.partial();
export type PersonEmailBody = z.output<typeof changedPersonEmail>;

export const personEmailAnswer = z
  .strictObject({
    ...recordFields,
    person_id: uuid,
    email: z.string(),
    kind: z.enum(emailKinds),
    is_primary: z.boolean(),
    verified: z.boolean(),
    source,
  })
  .meta({ id: 'PersonEmail' });

export const newPersonIdentifier = z.strictObject({
  ...personId,
  id_type: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .describe('Whose numbering it is, e.g. `matricule`; a value is one person’s within its type.'),
  id_value: z.string().trim().min(1).max(200),
  source: source.optional(),
});
export const changedPersonIdentifier = newPersonIdentifier.partial();
export type PersonIdentifierBody = z.output<typeof changedPersonIdentifier>;

export const personIdentifierAnswer = z
  .strictObject({ ...recordFields, person_id: uuid, id_type: z.string(), id_value: z.string(), source })
  .meta({ id: 'PersonIdentifier' });
