/** People, the calendars they follow, and how they are reached and known elsewhere. */
import { crudRoutes } from '../../http/crud-routes';
import { restoreRoute } from '../../http/restore-route';
import type { Route } from '../../http/route';
import { FIRST_DATE } from '../../shared/calendar-dates';
import { planned } from '../capacity/plan-wrapper';
import { peopleResource } from './people.resource';
import { personCalendarsResource } from './person-calendars.resource';
import { personEmailsResource } from './person-emails.resource';
import { personIdentifiersResource } from './person-identifiers.resource';

/** All days of the person count again. */
const restorePersonRoute = restoreRoute(peopleResource, {
  plan: planned((_uow, { before }) =>
    Promise.resolve({ personIds: [before?.id ?? ''], from: FIRST_DATE, to: null, reason: 'person.restored' }),
  ),
});

/** The routes of this domain. */
export const peopleRoutes: Route[] = [
  ...crudRoutes(peopleResource),
  restorePersonRoute,
  ...crudRoutes(personCalendarsResource),
  ...crudRoutes(personEmailsResource),
  ...crudRoutes(personIdentifiersResource),
];
