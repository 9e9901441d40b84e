/** Rows of scheduled reports, for tests that need one of each. */
import { newId } from '../../src/shared/ids';
import type { Columns, Factory, Row } from './factories';

type OfRun = Columns & { organization_id: string; run_id: string };

/** A JSON file of a run, as the table has it; nothing is in the file store. */
export async function reportFileRow(factory: Factory, columns: OfRun): Promise<Columns> {
  return factory.insert('report_files', {
    format: 'json',
    name: 'utilization.json',
    media_type: 'application/json',
    bytes: 2,
    sha256: 'a'.repeat(64),
    ...columns,
  });
}

/** A mail that went out. */
export async function reportDeliveryRow(factory: Factory, columns: OfRun): Promise<Row> {
  return factory.insert('report_deliveries', {
    id: newId(),
    recipient_id: newId(),
    kind: 'email',
    target: 'somebody@example.com',
    state: 'delivered',
    delivered_at: new Date(),
    ...columns,
  });
}

/** A schedule of `owner_user_id` with a run, its figures, its file and its delivery. */
export async function fillReports(
  factory: Factory,
  { organization_id, owner_user_id }: { organization_id: string; owner_user_id: string },
): Promise<void> {
  const shared = { organization_id, report: 'utilization', parameters: '{}', formats: ['json'], language: 'en' };
  const schedule = await factory.insert<Row>('report_schedules', {
    ...shared,
    id: newId(),
    owner_user_id,
    name: 'Weekly load',
    cron: '0 8 * * 1',
    timezone: 'Europe/Paris',
  });
  const run = await factory.insert<Row>('report_runs', {
    ...shared,
    id: newId(),
    schedule_id: schedule.id,
    run_key: '2026-11-23T08:00',
    trigger: 'schedule',
    scheduled_for: new Date('2026-11-23T07:00:00Z'),
    delivers: true,
  });
  const ofRun = { organization_id, run_id: run.id };
  await factory.insert('report_snapshots', { ...ofRun, computed: '{}' });
  await reportFileRow(factory, ofRun);
  await reportDeliveryRow(factory, ofRun);
  const secret = Buffer.from('sealed');
  await factory.insert('report_secrets', { organization_id, id: newId(), schedule_id: schedule.id, secret });
}
