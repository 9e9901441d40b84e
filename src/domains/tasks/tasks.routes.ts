/** Tasks, who does them, and what they wait for. */
import { crudRoutes } from '../../http/crud-routes';
import { restoreRoute } from '../../http/restore-route';
import type { Route } from '../../http/route';
import { assertMayComeBack } from './assert-may-come-back.query';
import { taskAssigneesResource } from './task-assignees.resource';
import { taskDependenciesResource } from './task-dependencies.resource';
import { tasksResource } from './tasks.resource';

/** The routes of this domain. */
export const taskRoutes: Route[] = [
  ...crudRoutes(tasksResource),
  restoreRoute(tasksResource, { mayHappen: assertMayComeBack }),
  ...crudRoutes(taskAssigneesResource),
  ...crudRoutes(taskDependenciesResource),
];
