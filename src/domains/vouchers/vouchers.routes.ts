/** Meal vouchers by month: why so many, closing, and the order. */
import { defineRoute, type Route } from '../../http/route';
import { pageRequestOf } from '../../http/schemas';
import { closeVoucherMonth } from './close-voucher-month.command';
import { exportOrder } from './export-order.command';
import { listVouchers } from './list-vouchers.query';
import { reconcileVouchers } from './reconcile-vouchers.query';
import { visibleVouchers } from './vouchers.policy';
import { presentReconciliation, presentVoucherMonth, presentVoucherPage } from './vouchers.presenter';
import {
  monthParams,
  reconciliationAnswer,
  voucherMonthAnswer,
  vouchersAnswer,
  vouchersQuery,
} from './vouchers.schema';

const listRoute = defineRoute({
  method: 'GET',
  path: '/benefits/vouchers/{month}',
  tag: 'Benefits',
  summary: 'Meal vouchers of a month by person, every date with its reason; members see their own',
  permission: 'voucher.read',
  request: { params: monthParams, query: vouchersQuery },
  response: { 200: vouchersAnswer },
  audit: 'none:read',
  handle: async (uow, { params, query }) => {
    const personIds = visibleVouchers(uow.actor, query.person_id);
    const request = pageRequestOf(query);
    const found = await listVouchers(uow, { month: params.month, personIds }, request);
    return { status: 200, body: presentVoucherPage(found, request) };
  },
});

const closeRoute = defineRoute({
  method: 'POST',
  path: '/benefits/vouchers/{month}:close',
  tag: 'Benefits',
  summary: 'Freeze a month that has begun; what changes later is a correction of the first open month after it',
  permission: 'benefit.write',
  request: { params: monthParams },
  response: { 200: voucherMonthAnswer },
  audit: 'written:voucher_month.closed',
  handle: async (uow, { params }) => ({
    status: 200,
    body: presentVoucherMonth(await closeVoucherMonth(uow, params.month)),
  }),
});

const orderRoute = defineRoute({
  method: 'GET',
  path: '/benefits/vouchers/{month}/order-file',
  tag: 'Benefits',
  summary: 'The order as CSV `Annee;Mois;Matricule;Nb jours`; 409 lists for whom something is missing',
  permission: 'benefit.read',
  request: { params: monthParams },
  response: { 200: null },
  files: ['text/csv'],
  audit: 'written:voucher_order.exported',
  handle: async (uow, { params }) => {
    return { status: 200, file: await exportOrder(uow, params.month) };
  },
});

const reconciliationRoute = defineRoute({
  method: 'GET',
  path: '/benefits/vouchers/{month}/reconciliation',
  tag: 'Benefits',
  summary: 'Our count beside the one of the payroll, with reasons for each day of difference',
  permission: 'benefit.read',
  request: { params: monthParams },
  response: { 200: reconciliationAnswer },
  audit: 'none:read',
  handle: async (uow, { params }) => ({
    status: 200,
    body: presentReconciliation(await reconcileVouchers(uow, params.month)),
  }),
});

/** The voucher routes. */
export const voucherRoutes: Route[] = [listRoute, closeRoute, orderRoute, reconciliationRoute];
