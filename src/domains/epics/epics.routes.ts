/** Epics. */
import { crudRoutes } from '../../http/crud-routes';
import { restoreRoute } from '../../http/restore-route';
import type { Route } from '../../http/route';
import { epicRestoring, epicsResource } from './epics.resource';

/** The routes of this domain. */
export const epicRoutes: Route[] = [...crudRoutes(epicsResource), restoreRoute(epicsResource, epicRestoring)];
