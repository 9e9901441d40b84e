/** Epics. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { epicsResource } from './epics.resource';

/** The routes of this domain. */
export const epicRoutes: Route[] = crudRoutes(epicsResource);
