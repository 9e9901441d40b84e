/** Projects: what people are booked on. */
import type { RecordFields } from '../../shared/record-fields';

export const projectStatuses = ['proposed', 'active', 'paused', 'done', 'cancelled'] as const;

export interface Project extends RecordFields {
  /** Short and unique in the organisation; derived from the name when none is given. */
  key: string;
  name: string;
  /** Shown and filtered by; changes no figure (READINGS 29). */
  status: (typeof projectStatuses)[number];
  priority: number;
  startDate: string | null;
  endDate: string | null;
  ownerId: string | null;
  teamId: string | null;
  tags: string[];
}

export interface ProjectMember extends RecordFields {
  projectId: string;
  personId: string;
  /** In the organisation's own words. */
  role: string | null;
}
