/** People who can be erased, and the steps of the workflow that erases them. */
import { asSystem, type SystemStep } from '../../src/domains/privacy/as-system.command';
import { eraseRecords, finishErasure, redactAudit } from '../../src/domains/privacy/run-erasure.command';
import type { AnswerBody, ApiClient } from './api';
import { buildEngagement, buildPerson } from './resources';

/** What the workflow does, one batch of `limit` events after the other. */
export async function runErasure(step: SystemStep, id: string, limit = 1_000): Promise<void> {
  await asSystem(step, (uow) => eraseRecords(uow, id));
  while (!(await asSystem(step, (uow) => redactAudit(uow, id, limit))).done);
  await asSystem(step, (uow) => finishErasure(uow, id, null));
}

/** Somebody whose engagement ended long ago. */
export async function buildFormer(owner: ApiClient, fields: object = {}): Promise<string> {
  const { id } = await buildPerson(owner, fields as Record<string, unknown>);
  await buildEngagement(owner, { person_id: id, end_date: '2026-03-31' });
  return id;
}

/** Asks for the erasure, runs it, and answers how it ended. */
export async function erase(owner: ApiClient, step: SystemStep, personId: string): Promise<AnswerBody> {
  const { body } = await owner.post(`/people/${personId}:erase`, {});
  await runErasure(step, body.id);
  return (await owner.get(`/erasures/${body.id}`)).body;
}
