/** Everything that is kept about one person, which leaves a trace in the audit log. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertPersonExists } from '../people/assert-person-exists.query';
import { assertMayExport } from './erasures.policy';
import { exportSections } from './personal-export.rules';

export interface PersonArchive {
  personId: string;
  organizationId: string;
  exportedAt: Date;
  sections: Record<string, object[]>;
}

/** Of the person themself, or of anybody for admins. @throws DomainError not_found, forbidden */
export async function exportPerson(uow: UnitOfWork, personId: string): Promise<PersonArchive> {
  await assertPersonExists(uow, personId);
  assertMayExport(uow.actor, personId);
  const sections: Record<string, object[]> = {};
  for (const { name, sql } of exportSections) {
    const { rows } = await uow.trx.raw<{ rows: object[] }>(sql, {
      organization: uow.organizationId,
      person: personId,
    });
    sections[name] = rows;
  }
  const rows = Object.values(sections).reduce((sum, section) => sum + section.length, 0);
  uow.audit({ event: 'person.exported', entityType: 'person', entityId: personId, before: null, after: { rows } });
  return { personId, organizationId: uow.organizationId, exportedAt: uow.now, sections };
}
