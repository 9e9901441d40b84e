/** An epic as it is answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { Epic } from './epics.types';

/** The same for everybody. */
export function presentEpic(epic: Epic): object {
  return withRecordFields(epic, {
    project_id: epic.projectId,
    name: epic.name,
    status: epic.status,
    order_index: epic.orderIndex,
  });
}
