/** Absences and their types. */
import { crudRoutes } from '../../http/crud-routes';
import type { Route } from '../../http/route';
import { absenceTypesResource } from './absence-types.resource';
import { absencesResource } from './absences.resource';

/** The routes of this domain. */
export const absenceRoutes: Route[] = [...crudRoutes(absencesResource), ...crudRoutes(absenceTypesResource)];
