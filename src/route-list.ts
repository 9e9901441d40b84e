/** Every route of the API. A route that is not in this list does not exist; the architecture tests read it too. */
import type { Container } from './container';
import type { Route } from './http/route';
import { allocationRoutes } from './domains/allocations/allocations.routes';
import { capacityRoutes } from './domains/capacity/capacity.routes';
import { conflictRoutes } from './domains/conflicts/conflicts.routes';
import { reportRoutes } from './domains/reports/reports.routes';
import { sessionRoutes } from './domains/sessions/sessions.routes';

/** The routes in the order the document shows them. */
export function listRoutes(container: Pick<Container, 'clock' | 'accessTokens' | 'loginThrottle' | 'config'>): Route[] {
  return [
    ...sessionRoutes({
      clock: container.clock,
      tokens: container.accessTokens,
      throttle: container.loginThrottle,
      successorKey: container.config.jwtSecrets.at(-1) ?? '',
    }),
    ...allocationRoutes,
    ...capacityRoutes,
    ...conflictRoutes,
    ...reportRoutes,
  ];
}
