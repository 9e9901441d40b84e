/** Benefit types, policies, and who has what. */
import { crudRoutes } from '../../http/crud-routes';
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageRequestOf, presentPage } from '../../http/schemas';
import { benefitPoliciesResource } from './benefit-policies.resource';
import { benefitTypesResource } from './benefit-types.resource';
import { presentPersonBenefit, presentPolicyEligibility } from './benefits.presenter';
import { personBenefitAnswer, personBenefitQuery } from './benefits.schema';
import { listPersonBenefits, type PersonBenefitRow } from './list-person-benefits.query';
import { personBenefitsResource } from './person-benefits.resource';

const listRoute = defineRoute({
  method: 'GET',
  path: '/people/{id}/benefits',
  tag: 'Benefits',
  summary: 'List what policies give a person and what was decided for them; a decision wins on its dates',
  permission: 'benefit.read',
  request: { params: idParams, query: personBenefitQuery },
  response: { 200: pageOf(personBenefitAnswer) },
  audit: 'none:read',
  handle: async (uow, { params, query }) => {
    const page = await listPersonBenefits(uow, params.id, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentRow) };
  },
});

/** The routes of this domain. */
export const benefitRoutes: Route[] = [
  ...crudRoutes(benefitTypesResource),
  ...crudRoutes(benefitPoliciesResource),
  listRoute,
  ...crudRoutes(personBenefitsResource),
];

function presentRow(row: PersonBenefitRow): object {
  return row.source === 'manual'
    ? presentPersonBenefit(row.benefit)
    : presentPolicyEligibility(row.eligibility, row.policy);
}
