/** What there is to do on two of the projects: epics, tasks that wait for one another, who does them, and what was said. */
import type { Comment } from '../domains/comments/comments.types';
import type { Epic } from '../domains/epics/epics.types';
import type { ProjectMember } from '../domains/projects/projects.types';
import type { Tag } from '../domains/tags/tags.types';
import type { Task, TaskAssignee, TaskDependency } from '../domains/tasks/tasks.types';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { Row } from './demo.types';

/** Everything about the work itself that is loaded once people and projects are there. */
export interface DemoWork {
  epics: Row<Epic>[];
  tasks: Row<Task>[];
  assignees: Row<TaskAssignee>[];
  dependencies: Row<TaskDependency>[];
  members: Row<ProjectMember>[];
  tags: Row<Tag>[];
  comments: Row<Comment>[];
}

interface TaskLine {
  project: string;
  epic: string;
  title: string;
  status: Task['status'];
  weeks: readonly [start: number, due: number];
  hours: number;
  who: readonly string[];
  tags: readonly string[];
}

const MINUTES_PER_HOUR = 60;

const epicLines = [
  { project: 'PORTAIL', name: 'Cadrage', status: 'closed' },
  { project: 'PORTAIL', name: 'Espace client', status: 'open' },
  { project: 'CHARTE', name: 'Identité', status: 'open' },
] as const;

/** In the order they are done: each but the first of its project waits for the one before it. */
const lines: readonly TaskLine[] = [
  line('PORTAIL/Cadrage', 'Ateliers avec les utilisateurs', { status: 'done', weeks: [-12, -9], who: ['john'] }),
  line('PORTAIL/Espace client', 'Maquettes des écrans', {
    status: 'done',
    weeks: [-8, -4],
    who: ['clemence', 'nadia'],
  }),
  line('PORTAIL/Espace client', 'Intégration des écrans', {
    status: 'in_progress',
    weeks: [-3, 3],
    hours: 140,
    who: ['jane', 'bruno'],
    tags: ['front'],
  }),
  line('PORTAIL/Espace client', 'Connexion par France Identité', {
    status: 'blocked',
    weeks: [1, 5],
    hours: 70,
    who: ['luc'],
    tags: ['sécurité', 'urgent'],
  }),
  line('PORTAIL/Espace client', 'Recette avec le client', { weeks: [6, 8], who: ['john', 'jane'] }),
  line('CHARTE/Identité', 'Recherche typographique', { status: 'done', weeks: [-10, -6], who: ['elodie'] }),
  line('CHARTE/Identité', 'Déclinaisons du logotype', {
    status: 'in_progress',
    weeks: [-5, 2],
    who: ['clemence', 'lea'],
  }),
  line('CHARTE/Identité', 'Livre de la charte', { weeks: [3, 7], hours: 105, who: ['nadia'], tags: ['livrable'] }),
];

const tagColors: Readonly<Record<string, string | null>> = {
  front: '#1565c0',
  livrable: '#2e7d32',
  sécurité: '#6a1b9a',
  urgent: '#c62828',
  interne: null,
  devis: null,
};

const commentLines = [
  ['john', 'Intégration des écrans', 'Le client valide les maquettes ; on garde la palette de la charte actuelle.'],
  ['jane', 'Intégration des écrans', 'Les formulaires sont faits, restent les tableaux.'],
  ['john', 'Connexion par France Identité', 'Bloqué : nous attendons les accès de recette.'],
] as const;

/** The work of the demo around its dates. Pure. */
export function demoWork(dates: DemoDates): DemoWork {
  return {
    epics: epicLines.map(({ project, name, status }, orderIndex) => ({
      id: demoId('epic', `${project}/${name}`),
      projectId: demoId('project', project),
      name,
      status,
      orderIndex,
    })),
    tasks: lines.map((one, orderIndex) => taskOf(one, orderIndex, dates)),
    assignees: lines.flatMap(({ title, who }) =>
      who.map((key) => ({
        id: demoId('assignee', `${title}/${key}`),
        taskId: demoId('task', title),
        personId: demoId('person', key),
      })),
    ),
    dependencies: dependencies(),
    members: members(),
    tags: Object.entries(tagColors).map(([name, color]) => ({ id: demoId('tag', name), name, color })),
    comments: commentLines.map(([key, title, body], index) => ({
      id: demoId('comment', String(index)),
      entityType: 'task',
      entityId: demoId('task', title),
      authorId: demoId('user', `${key}@demo.com`),
      authorPersonId: demoId('person', key),
      body,
    })),
  };
}

function taskOf(one: TaskLine, orderIndex: number, dates: DemoDates): Row<Task> {
  return {
    id: demoId('task', one.title),
    projectId: demoId('project', one.project),
    epicId: demoId('epic', `${one.project}/${one.epic}`),
    title: one.title,
    description: null,
    status: one.status,
    estimateMinutes: one.hours * MINUTES_PER_HOUR,
    startDate: dates.day(one.weeks[0]),
    dueDate: dates.day(one.weeks[1], 4),
    tags: [...one.tags],
    orderIndex,
  };
}

function dependencies(): Row<TaskDependency>[] {
  return lines.flatMap((one, position) => {
    const before = lines[position - 1];
    if (before?.project !== one.project) return [];
    const pair = { taskId: demoId('task', one.title), dependsOnTaskId: demoId('task', before.title) };
    return [{ id: demoId('dependency', one.title), ...pair, type: 'blocks' as const }];
  });
}

/** Whoever does a task of a project is one of its members; the first is in charge. */
function members(): Row<ProjectMember>[] {
  return [...new Set(lines.map((one) => one.project))].flatMap((project) => {
    const keys = [...new Set(lines.filter((one) => one.project === project).flatMap(({ who }) => who))];
    return keys.map((key, position) => ({
      id: demoId('project_member', `${project}/${key}`),
      projectId: demoId('project', project),
      personId: demoId('person', key),
      role: position === 0 ? 'Responsable' : null,
    }));
  });
}

/** `place` is project and epic. */
function line(place: string, title: string, rest: Partial<TaskLine> & Pick<TaskLine, 'weeks' | 'who'>): TaskLine {
  const [project = '', epic = ''] = place.split('/');
  return { project, epic, title, status: 'todo', hours: 35, tags: [], ...rest };
}
