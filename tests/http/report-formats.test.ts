/** Reports as files: who may, how they are asked for, and that they hold the very figures of the JSON answer. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import type { Row } from '../support/factories';
import { readPdf } from '../support/pdf-text';
import { startApi, type ApiClient, type SignedIn, type TestApi } from '../support/api';

const WEEK = 'from=2027-02-01&to=2027-02-07';
const reports = {
  'utilization-by-team': `/reports/utilization?group_by=team&${WEEK}`,
  'utilization-by-person': `/reports/utilization?group_by=person&${WEEK}`,
  'utilization-by-project': `/reports/utilization?group_by=project&${WEEK}`,
  overbookings: `/reports/overbookings?${WEEK}`,
  'capacity-and-load-by-week': `/reports/capacity-vs-load?${WEEK}`,
  'plan-and-actual': `/reports/plan-vs-actual?${WEEK}`,
  'month-grid': '/reports/month-grid?year=2027&month=2',
  'load-of-people': `/capacity/heatmap?group_by=person&${WEEK}`,
  availability: `/availability?${WEEK}`,
};
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Report = keyof typeof reports;
const names = Object.keys(reports) as Report[];
const lastDateOf = (name: Report): string => (name === 'month-grid' ? '2027-02-28' : '2027-02-07');

let api: TestApi;
let organizationId: string;
let admin: SignedIn;
let ada: Row;

beforeAll(async () => {
  api = await startApi();
  const { factory } = api;
  organizationId = (await factory.organization()).id;
  const organization_id = organizationId;
  admin = await api.signIn({ role: 'admin', organizationId, personId: null });
  ada = await factory.person({ organization_id, full_name: '=Ada "Lovelace", née Bÿron' });
  const bob = await factory.person({ organization_id, full_name: 'Bob' });
  const blue = await factory.team({ organization_id, name: '@Blue' });
  await factory.teamMember({ team_id: blue.id, person_id: ada.id });
  const rocket = await factory.project({ organization_id, name: 'Rocket' });
  const week = { start_date: '2027-02-01', end_date: '2027-02-07' };
  await factory.allocation({ person_id: ada.id, project_id: rocket.id, ...week, basis_points: 11_000 });
  await factory.allocation({ person_id: bob.id, ...week, basis_points: 3_333, status: 'tentative' });
  await factory.absence({ person_id: bob.id, start_date: '2027-02-01', end_date: '2027-02-01' });
});
afterAll(() => api.close());

interface File {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

async function fileOf(path: string, headers: Record<string, string> = {}, client: ApiClient = admin): Promise<File> {
  const response = await fetch(`${api.origin}/api/v1${path}`, { headers: { ...client.headers, ...headers } });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function recordsOf(path: string, client: ApiClient = admin): Promise<Record<string, string>[]> {
  const { status, bytes } = await fileOf(`${path}&format=csv`, {}, client);
  expect(status).toBe(200);
  return parse(bytes, { columns: true });
}

describe('refusals are those of the JSON answer', () => {
  test.each(names)('%s: 401 without a token', async (name) => {
    expect((await fileOf(`${reports[name]}&format=csv`, {}, api.anonymous)).status).toBe(401);
  });

  test('403 for groupings a role never sees', async () => {
    const { status, body } = await api.as.viewer.get(`${reports['utilization-by-person']}&format=csv`);
    expect([status, body.code]).toEqual([403, 'forbidden']);
    expect((await fileOf(`${reports.overbookings}&format=csv`, {}, api.as.viewer)).status).toBe(403);
  });

  test.each([
    ['format=ods', '/query/format'],
    ['format=csv&language=de', '/query/language'],
    ['format=csv&delimiter=tab', '/query/delimiter'],
    ['format=csv&bom=yes', '/query/bom'],
    ['format=csv&format=csv', '/query/format'],
  ])('400 for %s', async (query, pointer) => {
    const answer = await admin.get(`${reports.availability}&${query}`);
    expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([400, pointer]);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
  });

  test.each(names)('%s: another organisation’s file knows nothing of this one', async (name) => {
    const { status, bytes } = await fileOf(`${reports[name]}&format=csv`, {}, api.stranger);
    expect(status).toBe(200);
    expect(bytes.toString('utf8')).not.toMatch(/Ada|Bob|Blue|Rocket/);
  });
});

describe('asking for a format', () => {
  test.each([
    ['*/*', 'application/json; charset=utf-8'],
    ['text/csv', 'text/csv; charset=utf-8'],
    ['text/csv;q=0.5, application/json;q=0.4', 'text/csv; charset=utf-8'],
    [XLSX, XLSX],
    ['application/pdf', 'application/pdf'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['image/png', 'application/json; charset=utf-8'],
  ])('Accept: %s gives %s', async (accept, type) => {
    const { headers } = await fileOf(reports.availability, { Accept: accept });
    expect(headers.get('Content-Type')).toBe(type);
    expect(headers.get('Vary')).toMatch(/Accept, Accept-Language/);
  });

  test('the query wins over the header', async () => {
    const { headers } = await fileOf(`${reports.availability}&format=json`, { Accept: 'text/csv' });
    expect(headers.get('Content-Type')).toContain('application/json');
  });

  test.each([
    ['', {}, 'Person'],
    ['', { 'Accept-Language': 'fr-FR,fr;q=0.9,en;q=0.8' }, 'Personne'],
    ['', { 'Accept-Language': 'de' }, 'Person'],
    ['&language=fr', { 'Accept-Language': 'en' }, 'Personne'],
  ])('language by %j and %j', async (query, headers, title) => {
    const { bytes } = await fileOf(`${reports.availability}&format=csv${query}`, headers);
    expect(bytes.toString('utf8').split(',')[0]).toBe(title);
  });

  test.each(names)('%s is saved under its own name', async (name) => {
    const { headers } = await fileOf(`${reports[name]}&format=csv`);
    expect(headers.get('Content-Disposition')).toBe(
      `attachment; filename="${name}_2027-02-01_${lastDateOf(name)}.csv"`,
    );
  });

  test('the name is in the language of the file', async () => {
    const { headers } = await fileOf(`${reports['utilization-by-team']}&format=csv&language=fr`);
    expect(headers.get('Content-Disposition')).toContain('taux-d-occupation-par-equipe_2027-02-01_2027-02-07.csv');
  });

  test('for a French spreadsheet: semicolons, decimal commas and a byte order mark', async () => {
    const { bytes } = await fileOf(`${reports.overbookings}&format=csv&language=fr&delimiter=semicolon&bom=true`);
    const records: Record<string, string>[] = parse(bytes, { columns: true, delimiter: ';', bom: true });
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(records[0]).toMatchObject({ Date: '2027-02-01', 'Charge ferme (h)': '7,7', 'Dépassement (h)': '0,7' });
  });
});

describe('CSV holds the figures of JSON', () => {
  const minutes = (hours: string | undefined): number => Math.round(Number(hours) * 60);
  const columns = {
    'Nominal (h)': 'nominal_minutes',
    'Holidays (h)': 'holiday_minutes',
    'Absences (h)': 'absence_minutes',
    'Net capacity (h)': 'net_minutes',
    'Firm load (h)': 'firm_minutes',
    'Tentative load (h)': 'tentative_minutes',
    'Worked (h)': 'worked_minutes',
    'Over (h)': 'over_minutes',
    'Free (h)': 'free_minutes',
    'Gap (h)': 'gap_minutes',
    'Planned (h)': 'planned_minutes',
    'Unplanned (h)': 'unplanned_minutes',
    'Overtime (h)': 'overtime_minutes',
    'Difference (h)': 'difference_minutes',
  };

  // The heat map’s JSON has cells instead of named figures.
  test.each(names.filter((name) => name !== 'load-of-people'))(
    '%s, row for row and figure for figure',
    async (name) => {
      const json = (await admin.get(reports[name])).body.items as Record<string, unknown>[];
      const flat = json.flatMap((item) => (item['periods'] as Record<string, unknown>[] | undefined) ?? [item]);
      const records = await recordsOf(reports[name]);
      expect(records.length).toBeGreaterThan(0);
      const figures = (row: Record<string, unknown>): unknown[] => Object.values(columns).map((field) => row[field]);
      expect(
        records.map((record) =>
          Object.keys(columns).map((title) => (title in record ? minutes(record[title]) : undefined)),
        ),
      ).toEqual(flat.map(figures));
    },
  );

  test('the rate has as many places as in JSON, and is empty where that is null', async () => {
    const json = (await admin.get(reports['utilization-by-person'])).body.items;
    const records = await recordsOf(reports['utilization-by-person']);
    expect(records.map((record) => Number(record['Utilization (%)']) / 100)).toEqual(
      json.map((item) => expect.closeTo(item['utilization'] as number, 9)),
    );
    const empty = '/reports/utilization?group_by=team&from=2027-02-06&to=2027-02-07';
    expect((await recordsOf(empty)).map((record) => record['Utilization (%)'])).toEqual(['']);
  });

  test('a name that would be a formula is text, and says whose row it is by id', async () => {
    const records = await recordsOf(reports['utilization-by-person']);
    expect(records.map((record) => [record['Person'], record['Id']])).toEqual([
      [`'=Ada "Lovelace", née Bÿron`, ada.id],
      ['Bob', expect.any(String)],
    ]);
    expect((await recordsOf(reports['utilization-by-team'])).map((record) => record['Team'])).toEqual([
      `'@Blue`,
      'No team',
    ]);
  });

  test('a member’s file holds the member', async () => {
    const member = await api.signIn({ role: 'member', organizationId, personId: ada.id });
    const records = await recordsOf(reports['utilization-by-person'], member);
    expect(records.map((record) => record['Id'])).toEqual([ada.id]);
    expect((await recordsOf(reports.overbookings, member)).map((record) => record['Person id'])).toEqual(
      Array.from({ length: 5 }, () => ada.id),
    );
  });
});

describe('XLSX holds the figures of JSON', () => {
  const hours = (minutes: unknown): unknown => expect.closeTo(Number(minutes) / 60, 9);

  test('utilization, with its totals and what it is about', async () => {
    const json = (await admin.get(reports['utilization-by-team'])).body;
    const { headers, bytes } = await fileOf(`${reports['utilization-by-team']}&format=xlsx`);
    expect(headers.get('Content-Disposition')).toBe(
      'attachment; filename="utilization-by-team_2027-02-01_2027-02-07.xlsx"',
    );
    const [figures, about] = (await readXlsx(bytes)).sheets;
    const totals = json['totals'] as Record<string, unknown>;
    const expected = [...json.items, totals].map((row) => [hours(row['net_minutes']), hours(row['firm_minutes'])]);
    expect(figures?.rows.slice(1).map((row) => [row[4], row[5]])).toEqual(expected);
    expect(figures?.rows.slice(1).map((row) => row[0])).toEqual(['@Blue', 'No team', 'Total']);
    expect(figures?.rows.at(-1)?.[9]).toBe(totals['utilization']);
    expect(about?.rows.map(([first]) => first)).toEqual([
      'Utilization by team',
      'Period',
      'Computed at',
      'Version of the definitions',
    ]);
    expect(about?.rows[3]?.[1]).toBe(String(json['definition_version']));
  });

  test('a member’s file holds the member, and a viewer gets none', async () => {
    const member = await api.signIn({ role: 'member', organizationId, personId: ada.id });
    const { bytes } = await fileOf(`${reports['utilization-by-person']}&format=xlsx`, {}, member);
    const names = (await readXlsx(bytes)).sheets[0]?.rows.map(([name]) => name);
    expect(names).toEqual(['Person', '=Ada "Lovelace", née Bÿron', 'Total']);
    const refused = await fileOf(`${reports['utilization-by-person']}&format=xlsx`, {}, api.as.viewer);
    expect([refused.status, refused.headers.get('Content-Type')]).toEqual([403, 'application/problem+json']);
  });
});

describe('HTML', () => {
  test.each(names)('%s is a page of its own that runs and loads nothing', async (name) => {
    const { status, headers, bytes } = await fileOf(`${reports[name]}&format=html&language=fr`);
    const page = bytes.toString('utf8');
    expect(status).toBe(200);
    expect(headers.get('Content-Disposition')).toMatch(/^inline; filename="[a-z0-9_-]+\.html"$/);
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    expect(page).toMatch(/^<!doctype html>\n<html lang="fr">/);
    expect(page).toContain('<svg role="img"');
    expect(page).not.toMatch(/<script|\ssrc=|\shref="http|url\((?!#)|@import/);
  });

  test('holds the totals of JSON', async () => {
    const totals = (await admin.get(reports['utilization-by-team'])).body['totals'] as Record<string, number>;
    const { bytes } = await fileOf(`${reports['utilization-by-team']}&format=html`);
    const foot = /<tfoot>(.*)<\/tfoot>/.exec(bytes.toString('utf8'))?.[1] ?? '';
    const cells = [...foot.matchAll(/<t[hd][^>]*>([^<]*)/g)].map((match) => match[1]);
    expect(cells[0]).toBe('Total');
    const figures = ['nominal', 'holiday', 'absence', 'net', 'firm', 'tentative', 'worked', 'over'];
    expect(cells.slice(1, 9)).toEqual(figures.map((figure) => (totals[`${figure}_minutes`]! / 60).toFixed(2)));
    expect(cells[9]).toBe(`${(totals['utilization']! * 100).toFixed(1)}%`);
  });

  test('of a report without rows says so', async () => {
    const { bytes } = await fileOf(`${reports.overbookings}&format=html`, {}, api.stranger);
    expect(bytes.toString('utf8')).toContain('<p>Nothing to show for these dates.</p>');
    expect(bytes.toString('utf8')).not.toContain('<svg');
  });
});

describe('PDF', () => {
  test.each(names)('%s is saved as pages with its title on each', async (name) => {
    const { status, headers, bytes } = await fileOf(`${reports[name]}&format=pdf`);
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toBe('application/pdf');
    expect(headers.get('Content-Disposition')).toBe(
      `attachment; filename="${name}_2027-02-01_${lastDateOf(name)}.pdf"`,
    );
    const { pages } = readPdf(bytes);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatch(new RegExp(`2027-02-01 – ${lastDateOf(name)}[^]*1 / 1`));
  });

  test('holds the totals of JSON', async () => {
    const totals = (await admin.get(reports['utilization-by-person'])).body['totals'] as Record<string, number>;
    const { bytes } = await fileOf(`${reports['utilization-by-person']}&format=pdf`);
    const lines = readPdf(bytes).pages[0]!.split('\n');
    const figures = ['nominal', 'holiday', 'absence', 'net', 'firm', 'tentative', 'worked', 'over'];
    const written = figures.map((figure) => (totals[`${figure}_minutes`]! / 60).toFixed(2));
    const total = lines.lastIndexOf('Total');
    expect(lines.slice(total + 1, total + 10)).toEqual([...written, `${(totals['utilization']! * 100).toFixed(1)}%`]);
    expect(lines).toContain('=Ada "Lovelace", née Bÿron');
  });
});

test('the document names the media types', async () => {
  const { body } = await api.anonymous.get('/openapi.json');
  const paths = body['paths'] as Record<string, { get: { responses: Record<string, { content: object }> } }>;
  const content = paths['/api/v1/reports/overbookings']?.get.responses['200']?.content ?? {};
  expect(Object.keys(content)).toEqual(['application/json', 'text/csv', XLSX, 'text/html', 'application/pdf']);
});
