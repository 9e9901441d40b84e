/** From the four load fields of the wire to the one load that is stored, and back (READINGS 1 and 3). */
import { invalidField } from '../../shared/domain-error';
import type { Allocation, AllocationLoadFields } from './allocations.types';

/** The load fields of a body; hours were turned into minutes at the border. */
export interface LoadInput {
  percent?: number | null | undefined;
  basis?: 'nominal' | 'net' | null | undefined;
  minutesPerWeek?: number | null | undefined;
  minutesPerDay?: number | null | undefined;
  totalMinutes?: number | null | undefined;
}

const FULL_TIME: AllocationLoadFields = {
  loadUnit: 'percent',
  basisPoints: 10_000,
  basis: 'nominal',
  loadMinutes: null,
};

/**
 * The stored load. Without any load it is what it was before, or 100 percent when new; null counts as absent.
 * @example loadOf({ percent: 33.33 }, null) has 3,333 basis points of nominal
 * @throws DomainError validation_failed when two loads are given
 */
export function loadOf(input: LoadInput, before: AllocationLoadFields | null, pointer = ''): AllocationLoadFields {
  const given = givenLoads(input);
  const [first, second] = given;
  if (second !== undefined)
    throw invalidField(
      pointer + second.pointer,
      'two_loads',
      'an allocation has one load: percent, hours_per_week, minutes_per_day or total_minutes',
    );
  if (first !== undefined) return withBasis(first.load, input.basis, pointer);
  return withBasis(
    before === null || wasCleared(input, before) ? FULL_TIME : loadFieldsOf(before),
    input.basis,
    pointer,
  );
}

/** The wire's four fields, of which one is not null. */
export function presentLoad(load: AllocationLoadFields): {
  percent: number | null;
  minutesPerWeek: number | null;
  minutesPerDay: number | null;
  totalMinutes: number | null;
} {
  const minutesIf = (unit: Allocation['loadUnit']): number | null => (load.loadUnit === unit ? load.loadMinutes : null);
  return {
    percent: load.basisPoints === null ? null : load.basisPoints / 100,
    minutesPerWeek: minutesIf('hours_per_week'),
    minutesPerDay: minutesIf('minutes_per_day'),
    totalMinutes: minutesIf('total'),
  };
}

function givenLoads(input: LoadInput): { pointer: string; load: AllocationLoadFields }[] {
  const loads: { pointer: string; load: AllocationLoadFields }[] = [];
  const { percent, minutesPerWeek, minutesPerDay, totalMinutes } = input;
  if (typeof percent === 'number')
    loads.push({ pointer: '/percent', load: { ...FULL_TIME, basisPoints: Math.round(percent * 100) } });
  if (typeof minutesPerWeek === 'number')
    loads.push({ pointer: '/hours_per_week', load: ofMinutes('hours_per_week', minutesPerWeek) });
  if (typeof minutesPerDay === 'number')
    loads.push({ pointer: '/minutes_per_day', load: ofMinutes('minutes_per_day', minutesPerDay) });
  if (typeof totalMinutes === 'number')
    loads.push({ pointer: '/total_minutes', load: ofMinutes('total', totalMinutes) });
  return loads;
}

function ofMinutes(loadUnit: Allocation['loadUnit'], loadMinutes: number): AllocationLoadFields {
  return { loadUnit, basisPoints: null, basis: null, loadMinutes };
}

function withBasis(
  load: AllocationLoadFields,
  basis: 'nominal' | 'net' | null | undefined,
  pointer: string,
): AllocationLoadFields {
  if (basis === undefined || basis === null) return load;
  if (load.loadUnit !== 'percent')
    throw invalidField(`${pointer}/basis`, 'basis_without_percent', 'basis goes with percent');
  return { ...load, basis };
}

/** A null for the field that carried the load takes the load away. */
function wasCleared(input: LoadInput, before: AllocationLoadFields): boolean {
  const field = {
    percent: input.percent,
    hours_per_week: input.minutesPerWeek,
    minutes_per_day: input.minutesPerDay,
    total: input.totalMinutes,
  };
  return field[before.loadUnit] === null;
}

function loadFieldsOf(allocation: AllocationLoadFields): AllocationLoadFields {
  const { loadUnit, basisPoints, basis, loadMinutes } = allocation;
  return { loadUnit, basisPoints, basis, loadMinutes };
}
