/** Projects. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { projectsResource } from './projects.resource';

/** The routes of this domain. */
export const projectRoutes: Route[] = crudRoutes(projectsResource);
