/** Tags. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { tagsResource } from './tags.resource';

/** The routes of this domain. */
export const tagRoutes: Route[] = crudRoutes(tagsResource);
