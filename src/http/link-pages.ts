/**
 * Where the links of mails lead as long as no front end is named by APP_URL: one page to join an organisation, one to choose a new
 * password. They hold nothing but a form; the token stays in the address and goes to the API, and no page tells it on.
 */
import Router from '@koa/router';
import { API_BASE } from '../shared/api-path';
import { addPage, addScript } from './plain-page';

interface LinkPage {
  path: string;
  title: string;
  /** Name and label of each field; a password is never shown. */
  fields: readonly { name: string; label: string; type: 'text' | 'password'; isOptional?: true }[];
  action: string;
  done: string;
}

const PAGES: readonly LinkPage[] = [
  {
    path: '/accept-invitation',
    title: 'Join',
    fields: [
      { name: 'full_name', label: 'Your name, if you have no account yet', type: 'text', isOptional: true },
      { name: 'password', label: 'Your password, or the one you choose', type: 'password' },
    ],
    action: `${API_BASE}/auth/accept-invitation`,
    done: 'You have joined.',
  },
  {
    path: '/reset-password',
    title: 'Choose a new password',
    fields: [{ name: 'new_password', label: 'New password, at least 8 characters', type: 'password' }],
    action: `${API_BASE}/auth/reset-password`,
    done: 'The new password is stored. Sign in with it.',
  },
];

const SCRIPT = `const form = document.querySelector('form');
const said = document.querySelector('output');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const given = [...new FormData(form)].filter(([, value]) => value !== '');
  const token = new URLSearchParams(location.search).get('token') ?? '';
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ ...Object.fromEntries(given), token });
  try {
    const answer = await fetch(form.action, { method: 'POST', headers, body });
    said.textContent = answer.ok ? form.dataset.done : (await answer.json()).detail;
    form.hidden = answer.ok;
  } catch {
    said.textContent = 'The server does not answer; try again.';
  }
});
`;

/** The pages and their script. */
export function createLinkPages(): Router {
  const router = new Router({ strict: true, sensitive: true });
  for (const page of PAGES)
    addPage(router, page.path, { title: page.title, body: formOf(page), script: '/link-page.js' });
  addScript(router, '/link-page.js', SCRIPT);
  return router;
}

function formOf({ title, fields, action, done }: LinkPage): string {
  const inputs = fields.map(
    ({ name, label, type, isOptional }) => `
      <p><label>${label}<br><input name="${name}" type="${type}"${isOptional ? '' : ' required'}></label></p>`,
  );
  return `<form action="${action}" data-done="${done}">${inputs.join('')}
      <p><button>${title}</button></p>
    </form>`;
}
