/** Capacity entries: one per person and first day; writing it again replaces hours, end and calendar (READINGS 10). */
import type { UnitOfWork } from '../../platform/unit-of-work';
import { assertReferences } from '../../platform/references';
import type { NewRecord } from '../../platform/record-repository';
import { assertInOrder } from '../../shared/assert-in-order';
import { minutesOfHours } from '../../shared/wire-hours';
import { changePlan } from '../capacity/change-plan.command';
import { NO_SCOPE, type Impact, type PlanOptions, type PlanScope } from '../capacity/impact.types';
import { spanScope } from '../capacity/span-scope.rules';
import { assertMayAssign } from './assert-may-assign.query';
import { PersonWorkPatternRepository } from './person-work-patterns.repository';
import type { CapacityInput, PersonWorkPattern } from './work-patterns.types';

type Entry = NewRecord<PersonWorkPattern>;

/**
 * Stores the entries in the order given, all or none. `bulk` says that the body was an array, so that pointers name the item.
 * @throws DomainError validation_failed, reference_not_found, forbidden, overlapping_span, planning_conflict, period_closed
 */
export async function upsertCapacities(
  uow: UnitOfWork,
  request: { bodies: readonly CapacityInput[]; bulk: boolean; options: PlanOptions },
): Promise<{ entries: PersonWorkPattern[]; impact: Impact }> {
  const items = request.bodies.map((body, index) => {
    const pointer = request.bulk ? `/${String(index)}` : '';
    return { pointer, entry: entryOf(body, pointer) };
  });
  await assertReferences(
    uow,
    'people',
    items.map(({ entry, pointer }) => ({ id: entry.personId, pointer: `${pointer}/person_id` })),
  );
  await assertReferences(
    uow,
    'calendars',
    items.map(({ entry, pointer }) => ({ id: entry.calendarId, pointer: `${pointer}/calendar_id` })),
  );
  const entries = items.map((item) => item.entry);
  await assertMayAssign(
    uow,
    entries.map((entry) => entry.personId),
  );
  const { result, impact } = await changePlan(uow, { scope: scopeOf(entries), options: request.options }, async () => {
    const stored: PersonWorkPattern[] = [];
    for (const entry of entries) stored.push(await upsert(uow, entry));
    return stored;
  });
  return { entries: result, impact };
}

function entryOf(body: CapacityInput, pointer: string): Entry {
  const endsOn = body.period_end ?? null;
  assertInOrder({ period_start: body.period_start, period_end: endsOn }, pointer);
  return {
    personId: body.person_id,
    workPatternId: null,
    weeklyMinutes: minutesOfHours(body.hours_per_week),
    calendarId: body.calendar_id ?? null,
    notes: body.notes ?? null,
    startsOn: body.period_start,
    endsOn,
  };
}

/** Open-ended, since the entry that is replaced may reach further than the new one. */
function scopeOf(entries: readonly Entry[]): PlanScope {
  const spans = entries.map((entry) => ({ personId: entry.personId, from: entry.startsOn, to: null }));
  return spanScope(spans, 'capacity.changed') ?? NO_SCOPE;
}

/** The person is locked by changePlan, so nobody else writes the same entry meanwhile. */
async function upsert(uow: UnitOfWork, entry: Entry): Promise<PersonWorkPattern> {
  const repository = new PersonWorkPatternRepository(uow.trx, uow.organizationId);
  const before = await repository.findCapacity(entry.personId, entry.startsOn);
  const { weeklyMinutes, calendarId, notes, endsOn } = entry;
  const after =
    before === undefined
      ? await repository.insert(entry)
      : await repository.update(before, { weeklyMinutes, calendarId, notes, endsOn });
  const event = before === undefined ? 'capacity.created' : 'capacity.updated';
  uow.audit({ event, entityType: 'capacity', entityId: after.id, before: before ?? null, after });
  uow.emit({ type: event, entityType: 'capacity', entityId: after.id, version: after.version });
  return after;
}
