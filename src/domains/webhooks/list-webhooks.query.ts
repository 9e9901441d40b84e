/** Reads webhooks and their deliveries. */
import type { Page, PageRequest } from '../../platform/record-repository';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { encodeCursor } from '../../shared/cursor';
import { WebhookDeliveryRepository } from './webhook-deliveries.repository';
import { WebhookRepository } from './webhooks.repository';
import type { DeliveryState, Webhook, WebhookDelivery } from './webhooks.types';

/** One page, in the order in which they were made. */
export async function listWebhooks(uow: UnitOfWork, request: PageRequest): Promise<Page<Webhook>> {
  return new WebhookRepository(uow.trx, uow.organizationId).list(request);
}

/** @throws DomainError not_found */
export async function getWebhook(uow: UnitOfWork, id: string): Promise<Webhook> {
  return new WebhookRepository(uow.trx, uow.organizationId).get(id);
}

/** Deliveries of a webhook, newest first. @throws DomainError not_found */
export async function listDeliveries(
  uow: UnitOfWork,
  webhookId: string,
  request: PageRequest & { state: DeliveryState | undefined },
): Promise<Page<WebhookDelivery>> {
  await getWebhook(uow, webhookId);
  const { rows, total } = await new WebhookDeliveryRepository(uow.trx, uow.organizationId).list(webhookId, request);
  const items = rows.slice(0, request.pageSize);
  const last = items.at(-1);
  const nextCursor =
    rows.length > request.pageSize && last !== undefined ? encodeCursor({ sortValue: last.id, id: last.id }) : null;
  return { items, total, page: request.page, pageSize: request.pageSize, nextCursor };
}
