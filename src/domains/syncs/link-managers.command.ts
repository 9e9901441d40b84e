/** Takes over from HR who reports to whom, once everybody of a run is somebody here. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { lockPeople } from '../capacity/lock-people.command';
import type { VisibleConnection } from '../integrations/hold-connection.query';
import { listManagers } from '../people/list-managers.query';
import { personWrites } from '../people/write-people.command';
import { decideManagers, type ManagerDecision, type ManagerLink } from './reporting-lines.rules';
import type { SyncOutcome } from './sync-outcome.rules';

/** People of one transaction. */
const PEOPLE_AT_ONCE = 200;

interface LinkRow extends ManagerLink {
  externalId: string;
  /** This run read the record for the first time, or with other content. */
  isFresh: boolean;
}

/** By provider_records_key and external_accounts_key. A collaborator without a manager may only be one whose scope is missing. */
const LINKS = `
  select r.external_id as "externalId", p.id as "personId", p.manager_id as "managerId", m.person_id as "wantedId",
      ('managerId' = any (p.edited_fields) or (p.source <> :provider and p.manager_id is not null)) as "isKept",
      r.changed_at >= u.started_at as "isFresh"
    from provider_records r
    join sync_runs u on u.organization_id = r.organization_id and u.id = :runId
    join external_accounts a on a.organization_id = r.organization_id and a.connection_id = r.connection_id
      and a.external_user_id = r.external_id and a.state = 'linked'
    join external_accounts m on m.organization_id = r.organization_id and m.connection_id = r.connection_id
      and m.external_user_id = r.fields ->> 'managerExternalId' and m.state = 'linked'
    join people p on p.organization_id = r.organization_id and p.id = a.person_id and p.deleted_at is null
    join people b on b.organization_id = r.organization_id and b.id = m.person_id and b.deleted_at is null
   where r.organization_id = :organization and r.connection_id = :connectionId and r.kind = 'collaborator'
     and r.vanished_at is null and p.manager_id is distinct from m.person_id
   order by r.external_id`;

/**
 * Writes at most 200 managers; true = there may be more. What somebody chose here, and what would go in a circle, is shown
 * among the run's changes when the record is new or changed, and left. Idempotent: with the same data it writes nothing.
 */
export async function linkManagers(
  uow: UnitOfWork,
  { connection, runId, outcome }: { connection: VisibleConnection; runId: string; outcome: SyncOutcome },
): Promise<boolean> {
  const { rows } = await uow.trx.raw<{ rows: LinkRow[] }>(LINKS, {
    organization: uow.organizationId,
    connectionId: connection.id,
    provider: connection.provider,
    runId,
  });
  if (rows.length === 0) return false;
  const decisions = decideManagers(rows, await listManagers(uow));
  const written = decisions.filter(({ verdict }) => verdict === 'write');
  const now = written.slice(0, PEOPLE_AT_ONCE);
  await write(uow, now);
  const isLast = written.length === now.length;
  const shown = isLast ? decisions.filter(({ verdict }) => verdict !== 'write') : [];
  for (const decision of [...now, ...shown]) note(outcome, decision);
  return !isLast;
}

async function write(uow: UnitOfWork, decisions: readonly ManagerDecision<LinkRow>[]): Promise<void> {
  const ids = decisions.map(({ link }) => link.personId);
  await lockPeople(uow, ids);
  const people = await personWrites(uow).find(ids);
  for (const { link } of decisions) {
    const person = people.get(link.personId);
    if (person !== undefined) await personWrites(uow).change(person, { managerId: link.wantedId });
  }
}

function note(outcome: SyncOutcome, { link, verdict }: ManagerDecision<LinkRow>): void {
  const { externalId, isFresh } = link;
  if (verdict !== 'write' && !isFresh) return;
  outcome.alsoChanged({
    recordKind: 'collaborator',
    externalId,
    action: verdict === 'write' ? 'updated' : 'differs',
    entityType: 'person',
    entityId: link.personId,
    before: { managerId: link.managerId },
    after: { managerId: link.wantedId },
  });
}
