/**
 * Where the links of mails about a request or a report lead as long as no front end is named by APP_URL: sign in, see what it is, decide
 * it or take the files. The pages hold nothing but a script; what it shows it asks the API for, as whoever signs in, and it signs out
 * when the page is left.
 */
import Router from '@koa/router';
import { API_BASE } from '../shared/api-path';
import { addPage, addScript } from './plain-page';

const SCRIPT = `const api = '${API_BASE}';
const [, collection, id] = location.pathname.split('/');
const form = document.querySelector('form');
const shown = document.querySelector('main');
const said = document.querySelector('output');
let session = null;

async function call(method, path, body) {
  const headers = { ...(session && { Authorization: 'Bearer ' + session.access_token }), ...(body && { 'Content-Type': 'application/json' }) };
  return fetch(api + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}
async function read(path) {
  const answer = await call('GET', path);
  return answer.ok ? answer.json() : null;
}
async function refusal(answer) {
  return (await answer.json()).detail;
}
function element(tag, text, children = []) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...children);
  return made;
}
function facts(entries) {
  return element('dl', '', entries.filter(([, text]) => text).flatMap(([name, text]) => [element('dt', name), element('dd', text)]));
}
function button(text, action) {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', () => attempt(action));
  return made;
}
/** Runs one thing at a time and says why when it fails. */
async function attempt(action) {
  if (document.body.dataset.busy === 'yes') return;
  document.body.dataset.busy = 'yes';
  said.textContent = '';
  try {
    await action();
  } catch {
    said.textContent = 'The server does not answer; try again.';
  }
  document.body.dataset.busy = 'no';
}

async function signIn() {
  const answer = await call('POST', '/auth/login', Object.fromEntries(new FormData(form)));
  if (!answer.ok) return void (said.textContent = await refusal(answer));
  session = await answer.json();
  const others = session.user.organizations.filter((one) => one.id !== session.user.org_id);
  for (const next of [null, ...others]) {
    if (next) session = await (await call('POST', '/auth/switch-organization', { org_id: next.id })).json();
    const found = await call('GET', '/' + collection + '/' + id);
    if (!found.ok) {
      if (found.status !== 404) said.textContent = await refusal(found);
      continue;
    }
    said.textContent = '';
    form.hidden = true;
    return show(await found.json());
  }
  if (said.textContent === '') said.textContent = 'There is nothing at this address for you.';
}
function show(record) {
  return collection === 'approvals' ? showApproval(record) : showRun(record);
}

const kinds = { absence: 'Leave', allocation_request: 'A booking', over_allocation: 'More work than time', period_close: 'Closing a month' };
const hours = (minutes) => (minutes / 60).toFixed(2).replace(/\\.?0+$/, '') + ' h';
async function showApproval(approval) {
  const [person, absence, effect] = await Promise.all([
    approval.person_id && read('/people/' + approval.person_id),
    approval.kind === 'absence' && read('/absences/' + approval.subject.id),
    approval.state === 'pending' && read('/approvals/' + id + '/impact'),
  ]);
  const dates = absence || approval.requested_allocation;
  const impact = effect && effect.impact;
  const me = session.user.id;
  const mayDecide = approval.steps.some((step) => step.may_decide.some((one) => one.user_id === me));
  const comment = document.createElement('textarea');
  comment.placeholder = 'Why, if you decline';
  shown.replaceChildren(
    element('h2', kinds[approval.kind]),
    facts([
      ['For', person && person.full_name],
      ['From', dates && dates.start_date],
      ['Until', dates && dates.end_date],
      ['Message', approval.message],
      ['State', approval.state === 'pending' ? 'waits at level ' + approval.current_level + ' of ' + approval.steps.length : approval.state],
      ['Approved, it changes', impact && impact.days_changed + ' days: available ' + hours(impact.totals.before.net_minutes) + ' → ' + hours(impact.totals.net_minutes) + ', booked ' + hours(impact.totals.before.firm_minutes) + ' → ' + hours(impact.totals.firm_minutes)],
      ['Conflicts that open', impact && String(impact.conflicts.opened.length)],
    ]),
    ...(mayDecide ? [comment, element('p', '', [button('Approve', () => decide('approve')), button('Decline', () => decide('decline', { comment: comment.value }))])] : []),
  );
}
async function decide(verb, body) {
  const answer = await call('POST', '/approvals/' + id + ':' + verb, body);
  if (!answer.ok) return void (said.textContent = await refusal(answer));
  await showApproval(await answer.json());
}

function showRun(run) {
  shown.replaceChildren(
    element('h2', run.report),
    facts([['For', run.scheduled_for], ['Computed', run.computed_at], ['State', run.state]]),
    element('p', '', run.files.map((file) => button(file.name, () => save(file)))),
  );
}
async function save(file) {
  const answer = await call('GET', file.url.replace(api, ''));
  if (!answer.ok) return void (said.textContent = await refusal(answer));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = file.name;
  link.click();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  return attempt(signIn);
});
addEventListener('pagehide', () => {
  if (!session) return;
  const headers = { Authorization: 'Bearer ' + session.access_token, 'Content-Type': 'application/json' };
  void fetch(api + '/auth/logout', { method: 'POST', keepalive: true, headers, body: JSON.stringify({ refresh_token: session.refresh_token }) });
});
`;

const STYLE =
  'dt { color: #555; margin-top: .6rem } dd { margin: 0 } button { font: inherit; margin: .3rem .6rem .3rem 0; padding: .3rem .8rem } output { color: #a00 }';

const BODY = `<form>
      <p><label>E-mail<br><input name="email" type="email" autocomplete="username" required></label></p>
      <p><label>Password<br><input name="password" type="password" autocomplete="current-password" required></label></p>
      <p><button>Sign in</button></p>
    </form>
    <main></main>`;

/** The pages and their script. */
export function createRecordPages(): Router {
  const router = new Router({ strict: true, sensitive: true });
  const page = { style: STYLE, body: BODY, script: '/record-page.js' };
  addPage(router, '/approvals/:id', { ...page, title: 'A request for approval' });
  addPage(router, '/report-runs/:id', { ...page, title: 'A report' });
  addScript(router, page.script, SCRIPT);
  return router;
}
