/** Organisations: those I belong to, founding, changing and giving up one. */
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route';
import { idParams, pageOf, pageQuery, pageRequestOf, presentPage } from '../../http/schemas';
import { locatedAt } from '../../shared/api-path';
import { presentImpact } from '../capacity/impact.presenter';
import { dryRunAnswer, impactSchema } from '../capacity/impact.schema';
import { planBody, planOptionsOf, planQuery } from '../capacity/plan-wrapper';
import { createOrganization } from './create-organization.command';
import { deleteOrganization } from './delete-organization.command';
import { getOrganization } from './get-organization.query';
import { listOwnOrganizations } from './list-own-organizations.query';
import { presentOrganization } from './organizations.presenter';
import { changedOrganization, newOrganization, organizationAnswer } from './organizations.schema';
import { updateOrganization } from './update-organization.command';

const tag = 'Orgs';
/** The caller acts with the role they have in the organisation of the path, whichever their session is in. */
const one = { path: '/orgs/{id}', tag, organizationParam: 'id' } as const;

const listRoute = defineRoute({
  method: 'GET',
  path: '/orgs',
  tag,
  summary: 'List the organisations I belong to',
  permission: 'signed-in',
  request: { query: z.strictObject(pageQuery) },
  response: { 200: pageOf(organizationAnswer) },
  audit: 'none:read',
  handle: async (uow, { query }) => {
    const page = await listOwnOrganizations(uow, pageRequestOf(query));
    return { status: 200, body: presentPage(page, presentOrganization) };
  },
});

const createRoute = defineRoute({
  method: 'POST',
  path: '/orgs',
  tag,
  summary: 'Found an organisation, and own it',
  permission: 'signed-in',
  request: { body: newOrganization },
  response: { 201: organizationAnswer },
  audit: 'written:organization.created',
  handle: async (uow, { body }) => {
    const organization = await createOrganization(uow, body);
    return {
      status: 201,
      body: presentOrganization(organization),
      version: organization.version,
      headers: locatedAt(`/orgs/${organization.id}`),
    };
  },
});

const getRoute = defineRoute({
  ...one,
  method: 'GET',
  summary: 'Get an organisation I belong to',
  permission: 'signed-in',
  openToTokens: true,
  request: { params: idParams },
  response: { 200: organizationAnswer },
  audit: 'none:read',
  handle: async (uow, { params }) => {
    const organization = await getOrganization(uow, params.id);
    return { status: 200, body: presentOrganization(organization), version: organization.version };
  },
});

const updateRoute = defineRoute({
  ...one,
  method: 'PATCH',
  summary: 'Change an organisation; a new workweek moves the figures of everybody who has no hours of their own',
  permission: 'organization.write',
  request: { params: idParams, query: z.strictObject(planQuery), body: changedOrganization.extend(planBody) },
  response: {
    200: z.union([organizationAnswer.extend({ impact: impactSchema }), dryRunAnswer]),
  },
  audit: 'written:organization.updated',
  handle: async (uow, { params, query, body }) => {
    const options = planOptionsOf(query, body);
    const { organization, impact } = await updateOrganization(uow, { id: params.id, body, options });
    return {
      status: 200,
      body: { ...presentOrganization(organization), impact: presentImpact(impact) },
      version: organization.version,
    };
  },
});

const deleteRoute = defineRoute({
  ...one,
  method: 'DELETE',
  summary: 'Give up an organisation; every session in it ends',
  permission: 'organization.delete',
  request: { params: idParams },
  response: { 204: null },
  audit: 'written:organization.deleted',
  handle: async (uow, { params }) => {
    await deleteOrganization(uow, params.id);
    return { status: 204 };
  },
});

/** The routes of this domain. */
export const organizationRoutes: Route[] = [listRoute, createRoute, getRoute, updateRoute, deleteRoute];
