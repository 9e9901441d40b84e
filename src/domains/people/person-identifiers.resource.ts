/** Identifiers of a person, such as a payroll number. Who may not see them is answered an empty list. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { patched } from '../../shared/patched';
import { assertPersonExists } from './assert-person-exists.query';
import { personOfPath } from './person-contacts.rules';
import { presentPersonIdentifier } from './person-contacts.presenter';
import {
  changedPersonIdentifier,
  newPersonIdentifier,
  personIdentifierAnswer,
  type PersonIdentifierBody,
} from './person-contacts.schema';
import type { PersonIdentifier } from './person-contacts.types';
import { PersonIdentifierRepository } from './person-identifiers.repository';
import { maySeePrivate } from './person-privacy.policy';

export const personIdentifiersResource: CrudResource<PersonIdentifier> = {
  path: '/people/{id}/identifiers',
  tag: 'People',
  noun: 'person_identifier',
  words: { one: 'identifier of a person', many: 'the identifiers of a person' },
  permissions: { read: 'person.read', write: 'person.write' },
  operations: ['list', 'create', 'update', 'delete'],
  params: idParams,
  recordParam: 'identifier_id',
  belongs: (identifier, { id }) => identifier.personId === id,
  within: (uow, { id }, purpose) => assertPersonExists(uow, id, purpose),
  filter: (rows, { params: { id = '' }, actor }) => {
    rows.where('person_id', id);
    if (!maySeePrivate(actor, id)) rows.whereRaw('false');
  },
  create: newPersonIdentifier,
  update: changedPersonIdentifier,
  answer: personIdentifierAnswer,
  repository: (uow) => new PersonIdentifierRepository(uow.trx, uow.organizationId),
  toRecord: (_uow, body, { before, params }) => {
    const { person_id, id_type, id_value, source } = body as PersonIdentifierBody;
    return Promise.resolve({
      personId: personOfPath(params['id'], person_id),
      idType: id_type ?? before?.idType ?? '',
      idValue: id_value ?? before?.idValue ?? '',
      source: patched(source, before?.source),
    });
  },
  present: presentPersonIdentifier,
};
