/** E-mail addresses of a person. Who may not see the private ones lists the corporate ones only. */
import type { CrudResource } from '../../http/crud-resource';
import { idParams } from '../../http/schemas';
import { patched } from '../../shared/patched';
import { assertPersonExists } from './assert-person-exists.query';
import { personOfPath } from './person-contacts.rules';
import { presentPersonEmail } from './person-contacts.presenter';
import { changedPersonEmail, newPersonEmail, personEmailAnswer, type PersonEmailBody } from './person-contacts.schema';
import type { PersonEmail } from './person-contacts.types';
import { PersonEmailRepository } from './person-emails.repository';
import { maySeePrivate } from './person-privacy.policy';

export const personEmailsResource: CrudResource<PersonEmail> = {
  path: '/people/{id}/emails',
  tag: 'People',
  noun: 'person_email',
  words: { one: 'e-mail address of a person', many: 'the e-mail addresses of a person' },
  permissions: { read: 'person.read', write: 'person.write' },
  operations: ['list', 'create', 'update', 'delete'],
  params: idParams,
  recordParam: 'email_id',
  belongs: (email, { id }) => email.personId === id,
  within: (uow, { id }, purpose) => assertPersonExists(uow, id, purpose),
  filter: (rows, { params: { id = '' }, actor }) => {
    rows.where('person_id', id);
    if (!maySeePrivate(actor, id)) rows.where('kind', 'corporate');
  },
  create: newPersonEmail,
  update: changedPersonEmail,
  answer: personEmailAnswer,
  repository: (uow) => new PersonEmailRepository(uow.trx, uow.organizationId),
  toRecord: async (uow, body, { before, params }) => {
    const { person_id, email, kind, is_primary, verified, source } = body as PersonEmailBody;
    const personId = personOfPath(params['id'], person_id);
    const isFirst = async (): Promise<boolean> =>
      !(await new PersonEmailRepository(uow.trx, uow.organizationId).hasPrimary(personId));
    return {
      personId,
      email: email ?? before?.email ?? '',
      kind: kind ?? before?.kind ?? 'corporate',
      isPrimary: is_primary ?? before?.isPrimary ?? (await isFirst()),
      verified: verified ?? before?.verified ?? false,
      source: patched(source, before?.source),
    };
  },
  present: presentPersonEmail,
};
