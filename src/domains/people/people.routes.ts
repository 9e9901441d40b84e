/** People and the calendars they follow. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { peopleResource } from './people.resource';
import { personCalendarsResource } from './person-calendars.resource';

/** The routes of this domain. */
export const peopleRoutes: Route[] = [...crudRoutes(peopleResource), ...crudRoutes(personCalendarsResource)];
