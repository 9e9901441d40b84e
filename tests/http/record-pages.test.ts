/** The pages that mails about requests and reports lead to when no front end is named: their script in a small document, on the real API. */
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/shared/ids';
import { buildAccount, PASSWORD } from '../support/accounts';
import { startApi, type SignedIn, type TestApi } from '../support/api';
import { buildAllocationRequest, buildApprovalPolicy, buildPerson } from '../support/resources';

let api: TestApi;
let approver: { email: string };
let approverToken: SignedIn;
beforeAll(async () => {
  api = await startApi();
  // Of two organisations: the page finds the one that the record is in.
  const account = await buildAccount(api, { organizationIds: [api.strangerOrganizationId, api.organizationId] });
  approver = account;
  approverToken = api.as.owner;
  const approvers = [{ type: 'user', user_id: account.userId }];
  await buildApprovalPolicy(api.as.owner, { kind: 'allocation_request', levels: [{ approvers, rule: 'any' }] });
});
afterAll(() => api.close());

/** As much of an element as the script uses. */
class Element {
  tag = '';
  hidden = false;
  value = '';
  dataset: Record<string, string> = {};
  children: Element[] = [];
  #text = '';
  readonly #heard = new Map<string, (event: object) => Promise<void>>();

  get textContent(): string {
    return this.#text + this.children.map((child) => ` ${child.textContent}`).join('');
  }
  set textContent(text: string) {
    this.#text = text;
    this.children = [];
  }
  append(...children: Element[]): void {
    this.children.push(...children);
  }
  replaceChildren(...children: Element[]): void {
    this.children = children;
  }
  addEventListener(name: string, heard: (event: object) => Promise<void>): void {
    this.#heard.set(name, heard);
  }
  async fire(name: string): Promise<void> {
    await this.#heard.get(name)?.({ preventDefault: () => undefined });
  }
  find(tag: string, text: string): Element | undefined {
    if (this.tag === tag && this.textContent === text) return this;
    return this.children.map((child) => child.find(tag, text)).find((found) => found !== undefined);
  }
}

async function open(pathname: string, typed: { email: string; password: string }) {
  const parts = { form: new Element(), main: new Element(), output: new Element() };
  const leaving: (() => void)[] = [];
  const calls: Promise<Response>[] = [];
  runInNewContext((await api.anonymous.get('//record-page.js')).text, {
    document: {
      querySelector: (name: keyof typeof parts) => parts[name],
      createElement: (tag: string) => Object.assign(new Element(), { tag }),
      body: new Element(),
    },
    location: { pathname },
    FormData: function FormData() {
      return Object.entries(typed);
    },
    addEventListener: (_: string, heard: () => void) => leaving.push(heard),
    fetch: (path: string, request: RequestInit) => {
      const call = fetch(api.origin + path, request);
      calls.push(call);
      return call;
    },
  });
  await parts.form.fire('submit');
  const leave = async (): Promise<number> => {
    for (const heard of leaving) heard();
    return (await calls.at(-1)!).status;
  };
  return { ...parts, leave };
}

test.each(['/approvals', '/report-runs'])(
  '%s/{id} is a page that nobody keeps and that holds nothing',
  async (path) => {
    const answer = await api.anonymous.get(`/${path}/${newId()}`);
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/script-src 'self';/);
    expect([...answer.text.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1])).toEqual(['/record-page.js']);
  },
);

test('who is asked sees what it is and what it would change, and decides; leaving signs out', async () => {
  const person = await buildPerson(api.as.owner, { full_name: 'Ida Berg' });
  const asked = await buildAllocationRequest(api.as.manager, { person_id: person.id, percent: 50 });
  const page = await open(`/approvals/${asked.id}`, { email: approver.email, password: PASSWORD });
  expect(page.output.textContent).toBe('');
  expect(page.form.hidden).toBe(true);
  expect(page.main.textContent).toContain('A booking');
  expect(page.main.textContent).toContain('Ida Berg');
  expect(page.main.textContent).toMatch(/Approved, it changes \d+ days: available .+ h → .+ h, booked .+ h → .+ h/);
  await page.main.find('button', 'Decline')?.fire('click');
  expect(page.output.textContent).toContain('comment');
  await page.main.find('button', 'Approve')?.fire('click');
  expect(page.output.textContent).toBe('');
  expect(page.main.textContent).toContain('State approved');
  expect(page.main.find('button', 'Approve')).toBeUndefined();
  expect((await approverToken.get(`/approvals/${asked.id}`)).body.state).toBe('approved');
  expect(await page.leave()).toBe(204);
});

test('a wrong password and an address of nothing are said', async () => {
  const wrong = await open(`/approvals/${newId()}`, { email: approver.email, password: 'not the password' });
  expect([wrong.form.hidden, wrong.output.textContent]).toEqual([false, 'Wrong e-mail address or password.']);
  const nothing = await open(`/approvals/${newId()}`, { email: approver.email, password: PASSWORD });
  expect(nothing.output.textContent).toBe('There is nothing at this address for you.');
  const refused = await open(`/report-runs/${newId()}`, { email: approver.email, password: PASSWORD });
  expect(refused.output.textContent).toContain('report_schedule.read');
});
