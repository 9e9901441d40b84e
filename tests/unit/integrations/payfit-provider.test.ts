/** The Payfit adapter against the fake: paging, odd rows, scopes, and every way the other side can fail. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isIsoDate } from '../../../src/shared/calendar-dates';
import type { Provider } from '../../../src/domains/integrations/provider.types';
import { listAll, payfitKey, providersOnFakes, type ProvidersOnFakes } from '../../support/fake-providers';

const NOW = new Date('2026-03-11T09:00:00Z');
const YEAR = { from: '2025-06-01', to: '2026-12-31' };

let parts: ProvidersOnFakes;
let payfit: Provider;
beforeAll(async () => {
  parts = await providersOnFakes(1_000, NOW);
  payfit = parts.providers.payfit;
});
afterEach(() => {
  parts.fakes.payfit.faults.set({});
});
afterAll(() => parts.close());

const firstPage = { kind: 'collaborator', cursor: null, credentials: payfitKey } as const;

describe('what is read', () => {
  test('every collaborator once, 50 at a time', async () => {
    const { records, rejected, pages } = await listAll(payfit, { kind: 'collaborator', credentials: payfitKey });
    const there = parts.fakes.payfit.rows.all('collaborator');
    expect(records.map(({ externalId }) => externalId)).toEqual(there.map((row) => row['id']));
    expect(pages).toBe(Math.ceil(there.length / 50));
    expect(rejected).toEqual([]);
  });

  test('French contracts with their nature, weekly hours and engagement type', async () => {
    const { records } = await listAll(payfit, { kind: 'contract', credentials: payfitKey });
    const intern = records.find(({ fields }) => fields.natureCode === '29');
    expect(intern?.fields).toMatchObject({ engagementType: 'intern' });
    expect(records.some(({ fields }) => fields.weeklyHours === 28 && fields.fullTimeEquivalent === 0.8)).toBe(true);
    expect(records.some(({ fields }) => fields.status === 'ARCHIVED' && fields.endDate === null)).toBe(true);
    expect(records.some(({ fields }) => fields.status === 'PENDING' && fields.natureCode === null)).toBe(true);
  });

  test('absences of every status within the window, and a last page without a token', async () => {
    const { records } = await listAll(payfit, { kind: 'absence', credentials: payfitKey, window: YEAR });
    expect(records).toHaveLength(parts.fakes.payfit.rows.all('absence').length);
    expect(new Set(records.map(({ fields }) => fields.status)).size).toBe(5);
    expect(records.every(({ fields }) => fields.span === null || isIsoDate(fields.span.startDate))).toBe(true);
  });

  test('vouchers month by month', async () => {
    const window = { from: '2026-02-27', to: '2026-03-02' };
    const { records } = await listAll(payfit, { kind: 'meal_vouchers', credentials: payfitKey, window });
    const months = new Set(records.map(({ fields }) => fields.month));
    expect([...months]).toEqual(['2026-02', '2026-03']);
    expect(records[0]?.externalId).toBe(`${String(records[0]?.fields.collaboratorExternalId)}/2026-02`);
  });

  test('a collaborator with contracts, addresses in lower case once', async () => {
    const { records } = await payfit.listPage(firstPage);
    const [one] = records;
    expect(one?.fields.emails[0]?.address).toMatch(/^[a-z0-9.]+@atelier-demo\.example$/);
    expect(one?.fields.startDate).toBe(one?.fields.contracts[0]?.startDate);
  });

  test('testing says the company and the scopes', async () => {
    const facts = await payfit.testConnection({ credentials: payfitKey });
    expect(facts).toMatchObject({ accountName: 'Atelier Démo', accountExternalId: expect.any(String) });
    expect(facts.scopes).toContain('contracts:read');
  });
});

describe('rows that do not fit', () => {
  test('are kept with their id and the reason, which holds no value', async () => {
    parts.fakes.payfit.faults.set({ brokenRows: 2 });
    const { records, rejected } = await payfit.listPage(firstPage);
    expect(records).toHaveLength(48);
    expect(rejected).toHaveLength(2);
    expect(rejected[0]).toMatchObject({
      kind: 'collaborator',
      externalId: parts.fakes.payfit.rows.all('collaborator')[0]?.['id'],
      reason: 'emails: Invalid input: expected array, received number',
      raw: expect.objectContaining({ emails: 7 }),
    });
  });

  test('values and properties that nobody announced are no reason', async () => {
    parts.fakes.payfit.faults.set({ unknownValues: true });
    const page = await payfit.listPage({ kind: 'absence', cursor: null, credentials: payfitKey, window: YEAR });
    expect(page.rejected).toEqual([]);
    expect(page.records[0]?.fields.type).toBe('fr_conge_solidarite');
  });

  test('a missing optional scope hides fields only', async () => {
    const missingScopes = [
      'contracts:time-information:read',
      'collaborators:personal:read',
      'collaborators:contracts:read',
    ];
    parts.fakes.payfit.faults.set({ missingScopes });
    const contracts = await payfit.listPage({ kind: 'contract', cursor: null, credentials: payfitKey });
    expect(contracts.records[0]?.fields).toMatchObject({
      weeklyHours: null,
      fullTimeEquivalent: null,
      isFullTime: null,
    });
    const collaborators = await payfit.listPage(firstPage);
    expect(collaborators.records[0]?.fields).toMatchObject({
      phones: [],
      addresses: [],
      contracts: [],
      startDate: null,
    });
  });
});

describe('refusals', () => {
  test('a scope that an endpoint needs is named', async () => {
    parts.fakes.payfit.faults.set({ missingScopes: ['collaborators:read'] });
    await expect(payfit.listPage(firstPage)).rejects.toMatchObject({
      reason: 'missing_scope',
      isTransient: false,
      details: { scope: 'collaborators:read', httpStatus: 403 },
    });
  });

  test('a revoked key, and one that never was', async () => {
    parts.fakes.payfit.faults.set({ revoked: true });
    await expect(payfit.listPage(firstPage)).rejects.toMatchObject({ reason: 'revoked', isTransient: false });
    const unknown = { ...firstPage, credentials: { apiKey: 'nobody' } };
    await expect(payfit.listPage(unknown)).rejects.toMatchObject({ reason: 'revoked' });
  });

  test('5xx and an answer cut in the middle are worth another try', async () => {
    parts.fakes.payfit.faults.set({ serverErrors: 1 });
    await expect(payfit.listPage(firstPage)).rejects.toMatchObject({ reason: 'unavailable', isTransient: true });
    parts.fakes.payfit.faults.set({ droppedAnswers: 1 });
    await expect(payfit.listPage(firstPage)).rejects.toMatchObject({ reason: 'unavailable', isTransient: true });
    await expect(payfit.listPage(firstPage)).resolves.toMatchObject({ rejected: [] });
  });

  test('a single 429 is waited out and sent again, with its odd body', async () => {
    parts.fakes.payfit.faults.set({ tooManyRequests: 1 });
    const page = await payfit.listPage(firstPage);
    expect(page.records).toHaveLength(50);
  });

  test('many 429 end in a typed refusal with the wait', async () => {
    parts.fakes.payfit.faults.set({ tooManyRequests: 100 });
    await expect(payfit.listPage(firstPage)).rejects.toMatchObject({
      reason: 'rate_limited',
      details: { retryAfterMs: 1_000 },
    });
  });

  test('the caller may give up at any time', async () => {
    parts.fakes.payfit.faults.set({ slowMs: 60_000 });
    const controller = new AbortController();
    const asked = payfit.listPage({ ...firstPage, signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(asked).rejects.toThrow('cancelled');
  });
});

describe('OAuth clients', () => {
  test('a refresh token is good once: the next one is handed on before it is used', async () => {
    const stored: unknown[] = [];
    const credentials = {
      clientId: 'demo-client',
      clientSecret: 'demo-client-secret',
      refreshToken: 'demo-refresh-token',
    };
    const call = {
      ...firstPage,
      credentials,
      onCredentialsRotated: (next: unknown) => Promise.resolve(void stored.push(next)),
    };
    await expect(payfit.listPage(call)).resolves.toMatchObject({ rejected: [] });
    expect(stored).toEqual([{ ...credentials, refreshToken: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    await payfit.listPage(call);
    expect(stored).toHaveLength(1);
    await expect(payfit.testConnection({ credentials })).rejects.toMatchObject({ reason: 'revoked' });
  });
});
