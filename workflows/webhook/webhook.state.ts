/** How long the webhook workflow waits between two looks, and what the Web UI shows meanwhile: pure. */
import type { WebhookLook } from '../../src/domains/webhooks/webhooks.contract';

/** Milliseconds until what is due next; 0 = look again at once. */
export function waitMs(look: WebhookLook, at: number): number | null {
  return look.nextDueAt === null ? null : Math.max(0, new Date(look.nextDueAt).getTime() - at);
}

/** The last look as Markdown for the Temporal Web UI. */
export function lookDetails(look: WebhookLook): string {
  return [
    `**${look.state}**`,
    `- delivered by the last look: ${String(look.delivered)}`,
    `- attempts that failed: ${String(look.failed)}`,
    `- next attempt: ${look.nextDueAt ?? 'none, nothing waits'}`,
  ].join('\n');
}
