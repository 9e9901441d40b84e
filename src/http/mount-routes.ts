/** Turns the list of routes into a router. Verb routes (`/x:verb`) go first, since `/x/{id}` would match them too. */
import Router from '@koa/router';
import type { Route } from './route';
import { runRoute, type RouteRuntime } from './run-route';

export const API_BASE = '/api/v1';

/** A router for all of `routes`; unknown methods of a known path answer 405. */
export function mountRoutes(routes: readonly Route[], runtime: RouteRuntime): Router {
  const router = new Router({ strict: true, sensitive: true, prefix: API_BASE });
  const ordered = [...routes].sort((a, b) => Number(b.path.includes(':')) - Number(a.path.includes(':')));
  for (const route of ordered) {
    router.register(routerPath(route.path), [route.method], async (ctx) => {
      ctx.state['route'] = `${route.method} ${API_BASE}${route.path}`;
      await runRoute(runtime, route, ctx);
    });
  }
  return router;
}

/** @example routerPath('/conflicts/{id}:accept') === '/conflicts/:id\\:accept' */
export function routerPath(path: string): string {
  return path.replaceAll(':', '\\:').replaceAll(/\{(\w+)\}/g, ':$1');
}
