/** The benefits of one person: what policies give, and what was decided for the person. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { IsoDate } from '../../shared/calendar-dates';
import { decodeCursor, encodeCursor } from '../../shared/cursor';
import { listPayrollEngagements } from '../engagements/list-payroll-engagements.query';
import { assertPersonExists } from '../people/assert-person-exists.query';
import { BenefitPolicyRepository, PersonBenefitRepository } from './benefits.repository';
import type { BenefitPolicy, PersonBenefit, PolicyEligibility } from './benefits.types';
import { policyEligibilities } from './policy-eligibility.rules';

export type PersonBenefitRow =
  | { source: 'manual'; benefit: PersonBenefit }
  | { source: 'policy'; eligibility: PolicyEligibility; policy: BenefitPolicy };

/**
 * One page by first date. A person has few of them, so they are sorted here. `modifiedSince` brings decisions along that were
 * deleted since, and what policies give by those changed since. @throws DomainError not_found
 */
export async function listPersonBenefits(
  uow: UnitOfWork,
  personId: string,
  request: PageRequest,
): Promise<Page<PersonBenefitRow>> {
  await assertPersonExists(uow, personId);
  const { modifiedSince } = request;
  const decided = await new PersonBenefitRepository(uow.trx, uow.organizationId).ofPerson(personId, modifiedSince);
  const policyRecords = new BenefitPolicyRepository(uow.trx, uow.organizationId);
  const policies = await policyRecords.ofType(null);
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const changedIds = modifiedSince === undefined ? undefined : await policyRecords.changedSince(modifiedSince);
  const changed = policies.filter((policy) => changedIds === undefined || changedIds.has(policy.id));
  const given = policyEligibilities(changed, await listPayrollEngagements(uow, [personId]));
  const rows = [
    ...decided.map((benefit): PersonBenefitRow => ({ source: 'manual', benefit })),
    ...given.flatMap((eligibility): PersonBenefitRow[] => {
      const policy = byId.get(eligibility.policyId);
      return policy === undefined ? [] : [{ source: 'policy', eligibility, policy }];
    }),
  ];
  return pageOf(rows.sort(byPosition), request);
}

function positionOf(row: PersonBenefitRow): { sortValue: IsoDate; id: string } {
  const span = row.source === 'manual' ? row.benefit : row.eligibility;
  return { sortValue: span.effectiveFrom, id: span.id };
}

function byPosition(a: PersonBenefitRow, b: PersonBenefitRow): number {
  return compare(positionOf(a), positionOf(b));
}

function compare(a: { sortValue: string; id: string }, b: { sortValue: string; id: string }): number {
  const [left, right] = [`${a.sortValue}/${a.id}`, `${b.sortValue}/${b.id}`];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function pageOf(rows: readonly PersonBenefitRow[], request: PageRequest): Page<PersonBenefitRow> {
  const { page, pageSize, cursor } = request;
  const after = cursor === undefined ? null : decodeCursor(cursor, 'date');
  const rest =
    after === null ? rows.slice((page - 1) * pageSize) : rows.filter((row) => compare(positionOf(row), after) > 0);
  const items = rest.slice(0, pageSize);
  const last = items.at(-1);
  const nextCursor = rest.length > pageSize && last !== undefined ? encodeCursor(positionOf(last)) : null;
  return { items, total: rows.length, page, pageSize, nextCursor };
}
