/** Addresses and identifiers as they are answered to who may see them. */
import { withRecordFields } from '../../shared/record-fields';
import type { PersonEmail, PersonIdentifier } from './person-contacts.types';

/** One e-mail address. */
export function presentPersonEmail(email: PersonEmail): object {
  return withRecordFields(email, {
    person_id: email.personId,
    email: email.email,
    kind: email.kind,
    is_primary: email.isPrimary,
    verified: email.verified,
    source: email.source,
  });
}

/** One identifier. */
export function presentPersonIdentifier(identifier: PersonIdentifier): object {
  return withRecordFields(identifier, {
    person_id: identifier.personId,
    id_type: identifier.idType,
    id_value: identifier.idValue,
    source: identifier.source,
  });
}
