/** The five-minute tour: every step makes real calls, prints what came back and checks it. Whatever it books it takes back. */
import { bookAndCheck, removeAllocation } from './tour-booking';
import { closeAndCheck } from './tour-closure';
import { awaitUntil, expectThat, TourClient, type Report } from './tour-client';
import { dayLines, type Print } from './tour-output';
import { TOUR_NOTE, type Tour } from './tour-context';
import { findPersonAndProject, findWeek, readReports } from './tour-facts';

/** A fresh start reads its providers first, which moves figures. */
const FIRST_SYNC_LIMIT_MS = 60_000;

/**
 * Runs the tour against a running system and leaves the plan as it was.
 * @throws TourError when a step does not do what it should
 */
export async function runTour(options: {
  baseUrl: string;
  workflowUrl: (id: string) => string;
  print: Print;
}): Promise<void> {
  const { print, workflowUrl } = options;
  let steps = 0;
  const tour: Tour = {
    client: new TourClient(options.baseUrl),
    step: (title) => {
      steps += 1;
      print(`\n${String(steps)}. ${title}`);
    },
    say: (line) => {
      print(`   ${line}`);
    },
    undo: [],
  };
  try {
    await tourSteps(tour, workflowUrl);
  } finally {
    for (const { run } of tour.undo.splice(0).reverse()) await run();
  }
}

async function tourSteps(tour: Tour, workflowUrl: (id: string) => string): Promise<void> {
  const { client, step, say } = tour;
  step('Sign in as admin@demo.com');
  const organization = await signIn(tour);
  await awaitSyncs(tour);

  step('Find a person and a project');
  const { person, project } = await findPersonAndProject(client);
  say(`${person.full_name}   ${project.name} (${project.key})`);
  await removeLeftovers(tour, person.id);

  step('Their next full week');
  const week = await findWeek(client, person.id);
  dayLines(week.days).forEach(say);
  const untouched = await readReports(client, week);

  await bookAndCheck(tour, { person, project, week, before: untouched });
  await closeAndCheck(tour, workflowUrl(`capacity/${organization}`));

  step('Take everything back');
  for (const { title, run } of tour.undo.splice(0).reverse()) {
    await run();
    say(title.replace(/[0-9a-f-]{36}/g, (id) => `${id.slice(0, 8)}…`));
  }
  const restored = await readReports(client, week);
  expectThat(figuresOf(restored) === figuresOf(untouched), 'the report is what it was before the tour');
  say(`The report is back to ${String(restored.person.totals.firm_minutes)} min firm, row for row.`);
}

async function signIn({ client, say }: Tour): Promise<string> {
  const body = { email: 'admin@demo.com', password: 'demo123' };
  const { access_token, user } = await client.answer(client.api.POST('/api/v1/auth/login', { body }), {
    401: 'the demo organisation is there: `npm start` loads it last and then says that all is ready (never with DEMO_DATA=false)',
  });
  client.signedInWith(access_token);
  const organization = user.organizations.find((one) => one.id === user.org_id);
  expectThat(organization !== undefined, 'the account belongs to an organisation');
  say(`${user.full_name}, ${user.roles.join(', ')} of ${organization.name}`);
  return organization.id;
}

/** Until no sync reads or is about to: what one writes meanwhile would be in the way of "row for row". */
async function awaitSyncs({ client }: Tour): Promise<void> {
  const connections = await client.answer(client.api.GET('/api/v1/integrations/connections'));
  const params = ({ id }: { id: string }) => ({ path: { connection_id: id }, query: { page_size: 5 } });
  const lastRuns = async () => {
    const path = '/api/v1/integrations/{connection_id}/runs';
    const asked = connections.items.map((one) => client.answer(client.api.GET(path, { params: params(one) })));
    return (await Promise.all(asked)).flatMap(({ items }) => items);
  };
  const isOver = ({ finished_at, phase }: { finished_at: string | null; phase: string }) =>
    finished_at !== null || phase === 'waiting_for_credentials';
  await awaitUntil(lastRuns, (runs) => runs.every(isOver), {
    limitMs: FIRST_SYNC_LIMIT_MS,
    what: 'the providers have been read (is the worker running?)',
  });
}

/** What an interrupted tour left behind. */
async function removeLeftovers(tour: Tour, personId: string): Promise<void> {
  const query = { page_size: 100, person_id: personId };
  const { items } = await tour.client.answer(tour.client.api.GET('/api/v1/allocations', { params: { query } }));
  for (const { id, notes } of items) if (notes === TOUR_NOTE) await removeAllocation(tour, id);
}

function figuresOf({ person, team }: { person: Report; team: Report }): string {
  return JSON.stringify([person.items, person.totals, team.items, team.totals]);
}
