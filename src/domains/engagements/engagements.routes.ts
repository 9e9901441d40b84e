/** Engagements of people. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { engagementsResource } from './engagements.resource';

/** The routes of this domain. */
export const engagementRoutes: Route[] = crudRoutes(engagementsResource);
