/** Projects and their members. */
import { crudRoutes } from '../../http/crud-routes';
import { restoreRoute } from '../../http/restore-route';
import type { Route } from '../../http/route';
import { projectMembersResource } from './project-members.resource';
import { restorePartsOfProject } from './project-parts.command';
import { projectsResource } from './projects.resource';

/** The routes of this domain. */
export const projectRoutes: Route[] = [
  ...crudRoutes(projectsResource),
  restoreRoute(projectsResource, {
    alongside: (uow, project, deletedAt) => restorePartsOfProject(uow, project.id, deletedAt),
  }),
  ...crudRoutes(projectMembersResource),
];
