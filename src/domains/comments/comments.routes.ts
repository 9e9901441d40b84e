/** Comments. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { commentsResource } from './comments.resource';

/** The routes of this domain. */
export const commentRoutes: Route[] = crudRoutes(commentsResource);
