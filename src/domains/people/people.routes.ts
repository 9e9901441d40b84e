/** People, the calendars they follow, and how they are reached and known elsewhere. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { peopleResource } from './people.resource';
import { personCalendarsResource } from './person-calendars.resource';
import { personEmailsResource } from './person-emails.resource';
import { personIdentifiersResource } from './person-identifiers.resource';

/** The routes of this domain. */
export const peopleRoutes: Route[] = [
  ...crudRoutes(peopleResource),
  ...crudRoutes(personCalendarsResource),
  ...crudRoutes(personEmailsResource),
  ...crudRoutes(personIdentifiersResource),
];
