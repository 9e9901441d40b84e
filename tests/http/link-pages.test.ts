/** The pages that links of mails lead to when no front end is named: they load nothing else and send the token where it belongs. */
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../support/api';
import { buildInvitation } from '../support/resources';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Sends the form of a page as a browser would: its own script, with what somebody typed. */
async function submit(url: URL, typed: Record<string, string>): Promise<{ said: string; isHidden: boolean }> {
  const html = (await api.anonymous.get(`/${url.pathname}`)).text;
  const attribute = (name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(html)?.[1] ?? '';
  const fields = [...html.matchAll(/<input name="(\w+)"/g)].map((match) => match[1] ?? '');
  const script = (await api.anonymous.get('//link-page.js')).text;
  const said = { textContent: '' };
  let listener: (event: object) => Promise<void> = () => Promise.reject(new Error('no form'));
  const form = {
    action: new URL(attribute('action'), api.origin).href,
    dataset: { done: attribute('data-done') },
    hidden: false,
    addEventListener: (_: string, heard: typeof listener) => {
      listener = heard;
    },
  };
  runInNewContext(script, {
    document: { querySelector: (name: string) => (name === 'form' ? form : said) },
    location: { search: url.search },
    FormData: function FormData() {
      return fields.map((name) => [name, typed[name] ?? '']);
    },
    URLSearchParams,
    fetch,
  });
  await listener({ preventDefault: () => undefined });
  return { said: said.textContent, isHidden: form.hidden };
}

test.each(['/accept-invitation', '/reset-password'])(
  '%s is a page that nobody keeps and that tells the token to nobody',
  async (path) => {
    const answer = await api.anonymous.get(`/${path}?token=secret`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/script-src 'self';/);
    expect(answer.text).not.toContain('secret');
    expect([...answer.text.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1])).toEqual(['/link-page.js']);
  },
);

test('the link of an invitation joins, and says what is missing before', async () => {
  const invited = await buildInvitation(api.as.admin);
  const url = new URL(String(invited['invitation_url']));
  expect(url.pathname).toBe('/accept-invitation');
  const short = await submit(url, { full_name: 'Ana Lira', password: 'short' });
  expect(short).toEqual({ said: 'A password has at least 8 characters.', isHidden: false });
  const typed = { full_name: 'Ana Lira', password: 'chosen by the newcomer' };
  expect(await submit(url, typed)).toEqual({ said: 'You have joined.', isHidden: true });
  expect((await api.as.admin.get(`/members/${invited.id}`)).body).toMatchObject({ state: 'active' });
});

test('the page for a new password sends the token of its address', async () => {
  const url = new URL(`${api.origin}/reset-password?token=${'x'.repeat(43)}`);
  const { said, isHidden } = await submit(url, { new_password: 'long enough to be one' });
  expect([said, isHidden]).toEqual(['This link is not valid any more; ask for another one.', false]);
});
