/** How a person is reached and known elsewhere: e-mail addresses and identifiers. */
import type { RecordFields } from '../../shared/record-fields';

export const emailKinds = ['corporate', 'personal', 'integration'] as const;

export interface PersonEmail extends RecordFields {
  personId: string;
  /** Lower case. */
  email: string;
  kind: (typeof emailKinds)[number];
  /** At most one address of a person is. */
  isPrimary: boolean;
  verified: boolean;
  source: string | null;
}

export interface PersonIdentifier extends RecordFields {
  personId: string;
  /** Whose numbering it is, e.g. `matricule`; a further legal entity has a type of its own. */
  idType: string;
  /** One person's within its type. */
  idValue: string;
  source: string | null;
}
