/** The demo organisation as plain records, before anything is stored. Every id is fixed by the record's name. */
import type { Absence, AbsenceType } from '../domains/absences/absences.types';
import type { Allocation } from '../domains/allocations/allocations.types';
import type { Calendar, Holiday } from '../domains/calendars/calendars.types';
import type { Engagement } from '../domains/engagements/engagements.types';
import type { PersonEmail } from '../domains/people/person-contacts.types';
import type { Person, PersonCalendar } from '../domains/people/people.types';
import type { Project } from '../domains/projects/projects.types';
import type { Team, TeamMember } from '../domains/teams/teams.types';
import type { PersonWorkPattern, WorkPatternRecord } from '../domains/work-patterns/work-patterns.types';
import type { Role } from '../access/role-grants';
import type { RecordFields } from '../shared/record-fields';

/** A record to insert: the database fills version and instants. */
export type Row<R extends RecordFields> = Omit<R, keyof RecordFields> & { id: string };

/** Names of the three teams, as ids are made of them. */
export type DemoTeam = 'design' | 'development' | 'consulting';

/** One line of the roster. Dates are weeks from this Monday; a missing start is long ago, a missing end never. */
export interface RosterEntry {
  key: string;
  name: string;
  team: DemoTeam;
  /** Weekly hours as the person's default; missing = the calendar's workweek. */
  hours?: number;
  contractor?: boolean;
  alsace?: boolean;
  startWeek?: number;
  endWeek?: number;
  /** Left this team for `team` in that week. */
  before?: { team: DemoTeam; untilWeek: number };
  /** Full time until that week, then these weekly hours, by a second engagement. */
  reduced?: { fromWeek: number; hours: number };
}

export interface DemoUser {
  email: string;
  name: string;
  role: Role;
  personKey: string;
}

/** Everything of one organisation that is known before its ledger: worked time follows from the ledger. */
export interface DemoPlan {
  people: Row<Person>[];
  personEmails: Row<PersonEmail>[];
  engagements: Row<Engagement>[];
  teams: Row<Team>[];
  teamMembers: Row<TeamMember>[];
  calendars: Row<Calendar>[];
  holidays: Row<Holiday>[];
  personCalendars: Row<PersonCalendar>[];
  workPatterns: Row<WorkPatternRecord>[];
  personWorkPatterns: Row<PersonWorkPattern>[];
  absenceTypes: Row<AbsenceType>[];
  absences: Row<Absence>[];
  projects: Row<Project>[];
  allocations: Row<Allocation>[];
  /** Booked last, over what fits, and accepted with this reason. */
  accepted: { allocation: Row<Allocation>; reason: string };
}

/** Worked time as a row of `time_entries`. */
export interface DemoTimeEntry {
  id: string;
  person_id: string;
  project_id: string;
  date: string;
  minutes: number;
}
