/** Worked time. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { timeEntriesResource } from './time-entries.resource';

/** The routes of this domain. */
export const timeEntryRoutes: Route[] = crudRoutes(timeEntriesResource);
