/** The list of routes for documents about them: built without a server, for reading and not for running. */
import type { Config } from './config/config';
import type { Route } from './http/route';
import { AccessTokens } from './platform/access-tokens';
import { AnswerCache } from './platform/answer-cache';
import { systemClock } from './platform/clock';
import { DerivedTokens } from './platform/derived-tokens';
import { LoginThrottle } from './platform/login-throttle';
import { createMetrics } from './platform/metrics';
import { KeyRing } from './platform/secrets/key-ring';
import { openFileStore } from './platform/open-file-store';
import { PasswordResetThrottle } from './platform/password-reset-throttle';
import { createWebhookSender } from './platform/webhook-sender';
import { listRoutes } from './route-list';

/** Every route, with dependencies that reach nothing. */
export function documentedRoutes(config: Config): Route[] {
  return listRoutes({
    config,
    clock: systemClock,
    accessTokens: new AccessTokens(config.jwtSecrets),
    loginThrottle: new LoginThrottle(undefined),
    passwordResetThrottle: new PasswordResetThrottle(undefined),
    linkTokens: new DerivedTokens(config.jwtSecrets),
    fileStore: openFileStore(config),
    answerCache: new AnswerCache(undefined, createMetrics()),
    keyRing: new KeyRing(config.dataKeys),
    webhookSender: createWebhookSender(systemClock, { allowPrivateAddresses: false }),
    providers: {},
    keepRotatedCredentials: () => Promise.resolve(),
  });
}
