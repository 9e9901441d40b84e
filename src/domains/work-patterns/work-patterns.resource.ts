/** Work patterns as a resource. One that people follow cannot be deleted: 409 until they follow another. */
import type { CrudResource } from '../../http/crud-resource';
import { DomainError } from '../../shared/domain-error';
import { planned } from '../capacity/plan-wrapper';
import { listPatternFollowers } from './list-pattern-followers.query';
import { assertCycle, assertMonday, readDays } from './pattern-days.rules';
import { presentWorkPattern } from './work-patterns.presenter';
import { WorkPatternRepository } from './work-patterns.repository';
import { changedWorkPattern, newWorkPattern, workPatternAnswer, type WorkPatternBody } from './work-patterns.schema';
import type { WorkPatternRecord } from './work-patterns.types';

export const workPatternsResource: CrudResource<WorkPatternRecord> = {
  path: '/work-patterns',
  tag: 'Work patterns',
  noun: 'work_pattern',
  permissions: { read: 'work_pattern.read', write: 'work_pattern.write' },
  operations: ['list', 'get', 'create', 'update', 'delete'],
  isCacheable: true,
  create: newWorkPattern,
  update: changedWorkPattern,
  answer: workPatternAnswer,
  repository: (uow) => new WorkPatternRepository(uow.trx, uow.organizationId),
  locksFirst: true,
  toRecord: (_uow, body, { before }) => Promise.resolve().then(() => patternOf(body as WorkPatternBody, before)),
  mayHappen: async (uow, { before, after }) => {
    if (before === null || after !== null) return;
    const followers = await listPatternFollowers(uow, before.id);
    if (followers !== null) {
      const count = followers.personIds.length;
      throw new DomainError('conflict', `${String(count)} people follow this pattern; give them another one first.`, {
        people: count,
      });
    }
  },
  present: presentWorkPattern,
  plan: planned(async (uow, { before, after }) => {
    if (before === null || after === null) return null;
    if (cycleOf(before) === cycleOf(after)) return null;
    const followers = await listPatternFollowers(uow, before.id);
    return followers && { ...followers, to: null, reason: 'work_pattern.updated' };
  }),
};

type PatternFields = Pick<WorkPatternRecord, 'name' | 'cycleWeeks' | 'anchorMonday' | 'days'>;

function patternOf(body: WorkPatternBody, before: WorkPatternRecord | null): PatternFields {
  const pattern = {
    name: body.name ?? before?.name ?? '',
    cycleWeeks: body.cycle_weeks ?? before?.cycleWeeks ?? 1,
    anchorMonday: body.anchor_monday ?? before?.anchorMonday ?? '',
    days: body.days === undefined ? (before?.days ?? []) : readDays(body.days),
  };
  assertMonday(pattern.anchorMonday);
  assertCycle(pattern.days, pattern.cycleWeeks);
  return pattern;
}

/** What the figures hang on. The keys of stored days come back in another order, hence by value. */
function cycleOf({ cycleWeeks, anchorMonday, days }: PatternFields): string {
  const slots = days.map(({ week, weekday, minutes, intervals }) => [
    week,
    weekday,
    minutes,
    intervals?.map(({ startMinute, endMinute }) => [startMinute, endMinute]) ?? null,
  ]);
  return JSON.stringify([cycleWeeks, anchorMonday, slots]);
}
