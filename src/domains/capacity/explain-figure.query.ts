/** Why one figure of a person or a team is what it is, on a day or over many. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { toEpochDay, type IsoDate } from '../../shared/calendar-dates';
import { invalidField } from '../../shared/domain-error';
import { loadTypeSight } from '../absences/load-type-sight.query';
import { noteReasonsRead } from '../absences/note-reasons-read.command';
import { loadPlans } from './compute-ledgers.query';
import { explainFigureOver, mergeParts, onlyProject } from './explain.rules';
import type { DayRange, PersonPlan } from './capacity.types';
import { isOfProject, type ExplainedFigure, type FigurePart } from './explanation.types';
import { listMemberships } from './list-memberships.query';
import { listPeopleOf } from './list-people-of.query';
import { listPeopleOnProject } from './list-people-on-project.query';

/** Somebody's part. */
interface PersonPart extends FigurePart {
  personId: string;
}

/** `parts` sum to `minutes` exactly. */
export interface Explanation {
  figure: ExplainedFigure;
  minutes: number;
  parts: FigurePart[];
}

/** What the type of a masked absence is called (READINGS 21). */
const MASKED_TYPE = 'absence';
const PEOPLE_AT_ONCE = 50;
/** More person-days are not explained in one request: some hundred people over a month are not reached by it. */
const MOST_PERSON_DAYS = 20_000;

export interface ExplainRequest {
  personId?: string | undefined;
  teamId?: string | undefined;
  /** Alone: everybody's share in the project; beside a person or team: theirs. Null: no project. */
  projectId?: string | null | undefined;
  from: IsoDate;
  to: IsoDate;
  figure: ExplainedFigure;
}

/**
 * The figure as the reports have it: of a person on all days, of a team on each person's days of membership. Of a project, firm,
 * tentative and worked are those on it; the others are those of the people with firm minutes on it (READINGS 35). What kind of
 * leave somebody has is masked for those without the right. Dates inclusive.
 * @throws DomainError not_found for an unknown person, team or project
 */
export async function explain(uow: UnitOfWork, request: ExplainRequest): Promise<Explanation> {
  const range = { from: toEpochDay(request.from), to: toEpochDay(request.to) + 1 };
  const personIds = await peopleOf(uow, request);
  if (personIds.length * (range.to - range.from) > MOST_PERSON_DAYS) {
    const message = `at most ${String(MOST_PERSON_DAYS)} days of people are explained at once; ask for fewer dates`;
    throw invalidField('/query/to', 'range_too_long', message);
  }
  const spans =
    request.teamId === undefined
      ? new Map(personIds.map((personId) => [personId, [range]]))
      : await listMemberships(uow, request.teamId, range);
  const maySeeType = await loadTypeSight(uow);
  const parts: PersonPart[] = [];
  let minutes = 0;
  for (let start = 0; start < personIds.length; start += PEOPLE_AT_ONCE) {
    const some = personIds.slice(start, start + PEOPLE_AT_ONCE);
    const { plans } = await loadPlans(uow.trx, uow.organizationId, { personIds: some, range });
    for (const plan of plans.values()) {
      const asked = planAsked(plan, range, request);
      for (const span of asked === null ? [] : (spans.get(plan.personId) ?? [])) {
        const explanation = explainFigureOver(asked ?? plan, span, request.figure);
        minutes += explanation.minutes;
        parts.push(...explanation.parts.map((part) => ({ ...part, personId: plan.personId })));
      }
    }
    await nextTurn();
  }
  await noteReasonsRead(uow, absencesOf(parts));
  const shown = parts.map(({ personId, ...part }) => masked(part, maySeeType(personId)));
  return { figure: request.figure, minutes, parts: mergeParts(shown) };
}

function peopleOf(uow: UnitOfWork, request: ExplainRequest): Promise<string[]> {
  const { personId, teamId, projectId } = request;
  if (projectId !== undefined && personId === undefined && teamId === undefined)
    return listPeopleOnProject(uow, projectId, request);
  return listPeopleOf(uow, { personId, teamId, range: request });
}

/** What of a plan counts: all of it, the project's share, or nothing of somebody without firm minutes on the project. */
function planAsked(plan: PersonPlan, range: DayRange, { projectId, figure }: ExplainRequest): PersonPlan | null {
  if (projectId === undefined) return plan;
  const share = onlyProject(plan, projectId);
  if (isOfProject(figure)) return share;
  return explainFigureOver(share, range, 'firm').minutes > 0 ? plan : null;
}

/** Of the parts that are leave: which, and whose. */
function absencesOf(parts: readonly PersonPart[]): { id: string; personId: string }[] {
  const absences = parts.flatMap(({ kind, id, personId }) =>
    kind === 'absence' && id !== null ? [{ id, personId }] : [],
  );
  return [...new Map(absences.map((absence) => [absence.id, absence])).values()];
}

function masked(part: FigurePart, maySeeType: boolean): FigurePart {
  return part.kind === 'absence' && !maySeeType ? { ...part, label: MASKED_TYPE } : part;
}
