/** Which account is whose: accounts, the queue of suggestions, decisions and their log. */
import { problemOf } from '../../http/problem';
import { defineRoute, type Answer, type Route } from '../../http/route';
import { idParams, pageOf, pageRequestOf, presentPage } from '../../http/schemas';
import { confirmMatches } from './confirm-matches.command';
import type { ExternalAccount } from './external-accounts.types';
import { presentAccount, presentDecision, presentMatch, presentPresence } from './identities.presenter';
import {
  accountAnswer,
  accountQuery,
  confirmAnswer,
  confirmBody,
  decisionAnswer,
  decisionQuery,
  linkBody,
  matchAnswer,
  matchQuery,
  presencePage,
  presenceQuery,
  resolveBody,
  unlinkBody,
} from './identities.schema';
import { linkAccount } from './link-account.command';
import { listDecisions } from './list-decisions.query';
import { listExternalAccounts } from './list-external-accounts.query';
import { listMatches } from './list-matches.query';
import { listPresence } from './list-presence.query';
import { resolveAccount } from './resolve-account.command';
import { unlinkAccount } from './unlink-account.command';

const reading = { method: 'GET', tag: 'Identity', permission: 'identity.read', audit: 'none:read' } as const;
const writing = { method: 'POST', tag: 'Identity', permission: 'identity.write' } as const;

const accountsRoute = defineRoute({
  ...reading,
  path: '/external-accounts',
  summary: 'Accounts of payroll and time tracking, and whose they are',
  request: { query: accountQuery },
  response: { 200: pageOf(accountAnswer) },
  handle: async (uow, { query }) => {
    const { provider, state, unlinked, person_id: personId, to_audit: toAudit } = query;
    const filter = { provider, state, unlinked, personId, toAudit };
    const page = await listExternalAccounts(uow, pageRequestOf(query), filter);
    return { status: 200, body: presentPage(page, presentAccount) };
  },
});

const linkRoute = defineRoute({
  ...writing,
  path: '/external-accounts/{id}/link',
  summary: 'Tie an account to a person',
  request: { params: idParams, body: linkBody },
  response: { 200: accountAnswer },
  audit: 'written:external_account.linked',
  handle: async (uow, { params, body }) => {
    const request = { accountId: params.id, personId: body.person_id, reason: body.reason ?? null };
    return answerOf(await linkAccount(uow, { ...request, method: 'manual' }));
  },
});

const unlinkRoute = defineRoute({
  ...writing,
  path: '/external-accounts/{id}/unlink',
  summary: 'Take a link back, and by default never suggest it again',
  request: { params: idParams, body: unlinkBody },
  response: { 200: accountAnswer },
  audit: 'written:external_account.unlinked',
  handle: async (uow, { params, body: { reason, reject = true } }) =>
    answerOf(await unlinkAccount(uow, { accountId: params.id, reason, reject })),
});

const matchesRoute = defineRoute({
  ...reading,
  path: '/identity/matches',
  summary: 'Suggested people for accounts, likeliest first, with the evidence',
  request: { query: matchQuery },
  response: { 200: pageOf(matchAnswer) },
  handle: async (uow, { query }) => {
    const page = { page: query.page, pageSize: query.page_size };
    const found = await listMatches(uow, page, { minScore: query.min_score, accountId: query.external_account_id });
    return { status: 200, body: presentPage({ ...found, ...page, nextCursor: null }, presentMatch) };
  },
});

const resolveRoute = defineRoute({
  ...writing,
  path: '/identity/resolve',
  summary: 'Decide about an account: link it, make a person of it, ignore it, or reject a suggestion',
  request: { body: resolveBody },
  response: { 200: accountAnswer },
  audit: 'written:external_account.linked',
  handle: async (uow, { body }) => {
    const { external_account_id: accountId, action, person_id: personId = null, reason = null } = body;
    return answerOf(await resolveAccount(uow, { accountId, action, personId, reason }));
  },
});

const confirmRoute = defineRoute({
  ...writing,
  path: '/identity/matches:confirm',
  summary: 'Confirm many suggestions; each is told for itself',
  request: { body: confirmBody },
  response: { 200: confirmAnswer },
  audit: 'written:external_account.linked',
  handle: async (uow, { body, facts }) => {
    const items = body.items.map((item) => ({ accountId: item.external_account_id, personId: item.person_id }));
    const results = await confirmMatches(uow, { items, reason: body.reason ?? null });
    const told = results.map(({ personId, problem, ...result }) => ({
      ...result,
      person_id: personId,
      ...(problem === undefined ? {} : { problem: problemOf(problem, facts.requestId) }),
    }));
    return { status: 200, body: { results: told } };
  },
});

const decisionsRoute = defineRoute({
  ...reading,
  path: '/identity/decisions',
  summary: 'Every decision about accounts, newest first',
  request: { query: decisionQuery },
  response: { 200: pageOf(decisionAnswer) },
  handle: async (uow, { query }) => {
    const page = { page: query.page, pageSize: query.page_size };
    const filter = { accountId: query.external_account_id, personId: query.person_id };
    const found = await listDecisions(uow, page, filter);
    return { status: 200, body: presentPage({ ...found, ...page, nextCursor: null }, presentDecision) };
  },
});

const presenceRoute = defineRoute({
  ...reading,
  path: '/identity/presence',
  summary: 'Who exists in payroll, in time tracking, in both, in one only or in neither',
  request: { query: presenceQuery },
  response: { 200: presencePage },
  handle: async (uow, { query }) => {
    const page = { page: query.page, pageSize: query.page_size };
    const { counts, ...found } = await listPresence(uow, page, query.presence);
    const body = { ...presentPage({ ...found, ...page, nextCursor: null }, presentPresence), counts };
    return { status: 200, body };
  },
});

/** The identity routes. */
export const identityRoutes: Route[] = [
  accountsRoute,
  linkRoute,
  unlinkRoute,
  matchesRoute,
  confirmRoute,
  resolveRoute,
  decisionsRoute,
  presenceRoute,
];

function answerOf(account: ExternalAccount): Answer {
  return { status: 200, body: presentAccount(account), version: account.version };
}
