/** Everybody's plan, as a recompute reads it. */
import { systemActor } from '../access/actor';
import type { DayRange, PersonPlan } from '../domains/capacity/capacity.types';
import { loadPlans } from '../domains/capacity/compute-ledgers.query';
import { openDatabase } from '../platform/database';
import { runInOrganization } from '../platform/unit-of-work';

const BATCH = 50;

/** By the application's role, in batches of people; ordered by their ids. */
export async function readPlans(
  databaseUrl: string,
  { organizationId, range }: { organizationId: string; range: DayRange },
): Promise<PersonPlan[]> {
  const database = openDatabase(databaseUrl, { poolSize: 2, applicationName: 'plan-charge bench' });
  const resolveActor = () => Promise.resolve(systemActor(organizationId));
  const plans: PersonPlan[] = [];
  await runInOrganization(database, { organizationId, resolveActor, now: new Date() }, async ({ trx }) => {
    const people = await trx('people')
      .where('organization_id', organizationId)
      .orderBy('id')
      .select<{ id: string }[]>('id');
    for (let start = 0; start < people.length; start += BATCH) {
      const personIds = people.slice(start, start + BATCH).map(({ id }) => id);
      plans.push(...(await loadPlans(trx, organizationId, { personIds, range })).plans.values());
    }
  });
  await database.destroy();
  return plans;
}
