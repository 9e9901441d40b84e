/** Teams, and who belongs to them when. Several spells in one team are several records. */
import type { RecordFields } from '../../shared/record-fields';

export interface Team extends RecordFields {
  name: string;
  leadId: string | null;
  color: string | null;
}

export interface TeamMember extends RecordFields {
  teamId: string;
  personId: string;
  /** Inclusive. */
  activeFrom: string;
  /** Inclusive; null = open. */
  activeTo: string | null;
  roleInTeam: string | null;
}
