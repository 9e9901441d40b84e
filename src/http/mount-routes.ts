/** Turns the list of routes into one middleware. Verb routes (`/x:verb`) go first, since `/x/{id}` would match them too. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { API_BASE } from '../shared/api-path';
import type { Route } from './route';
import { runRoute, type RouteRuntime } from './run-route';

/**
 * Answers all of `routes`, and unknown methods of a known path by 405. Each first segment has a router of its own, as a router
 * tries one path after the other.
 */
export function mountRoutes(routes: readonly Route[], runtime: RouteRuntime): Middleware {
  const segments = new Set(routes.map(({ path }) => firstSegment(path)));
  const routers = new Map([...segments].map((segment) => [segment, routerOf(ownRoutes(routes, segment), runtime)]));
  return async (ctx, next) => {
    const isBelow = ctx.path.startsWith(`${API_BASE}/`);
    const router = isBelow ? routers.get(firstSegment(ctx.path.slice(API_BASE.length))) : undefined;
    await (router === undefined ? next() : router(ctx, next));
  };
}

function routerOf(routes: readonly Route[], runtime: RouteRuntime): Middleware {
  const router = new Router({ strict: true, sensitive: true, prefix: API_BASE });
  const ordered = [...routes].sort((a, b) => Number(b.path.includes(':')) - Number(a.path.includes(':')));
  for (const route of ordered) {
    router.register(routerPath(route.path), [route.method], async (ctx) => {
      ctx.state['route'] = `${route.method} ${API_BASE}${route.path}`;
      await runRoute(runtime, route, ctx);
    });
  }
  const [answer, refuse] = [router.routes() as Middleware, router.allowedMethods() as Middleware];
  return async (ctx, next) => {
    await answer(ctx, async () => {
      await refuse(ctx, next);
    });
  };
}

function ownRoutes(routes: readonly Route[], segment: string): Route[] {
  return routes.filter(({ path }) => firstSegment(path) === segment);
}

/** @example firstSegment('/allocations:bulk-upsert') === 'allocations' */
function firstSegment(path: string): string {
  return /^\/([^/:]*)/.exec(path)?.[1] ?? '';
}

/** @example routerPath('/conflicts/{id}:accept') === '/conflicts/:id\\:accept' */
export function routerPath(path: string): string {
  return path.replaceAll(':', '\\:').replaceAll(/\{(\w+)\}/g, ':$1');
}
