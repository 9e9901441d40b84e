/** The whole plan of Atelier Démo for a day. Pure: the same day gives the same records. */
import { demoAbsences } from './demo-absences.rules';
import { demoBookings } from './demo-bookings.rules';
import { demoCalendars } from './demo-calendars.rules';
import { demoDates } from './demo-dates.rules';
import { demoAcceptedOverbooking, demoLeaveWeeks, demoOverbookings } from './demo-overbookings.rules';
import { demoEmails } from './demo-identifiers.rules';
import { demoPatterns } from './demo-patterns.rules';
import { demoPeople } from './demo-people.rules';
import { demoProjects } from './demo-projects.rules';
import { roster } from './demo-roster.rules';
import type { DemoPlan } from './demo.types';

/**
 * Three teams, 31 people, leave, projects and bookings around `now`: everybody has work, eight bookings do not fit.
 * @example demoPlan(new Date('2026-11-23')).people.length === 31
 */
export function demoPlan(now: Date): DemoPlan {
  const dates = demoDates(now);
  const calendars = demoCalendars(dates);
  const leaveWeeks = demoLeaveWeeks({ roster, dates, days: { holidays: calendars.holidays, absences: [] } });
  const leave = demoAbsences(roster, dates, leaveWeeks);
  const days = { holidays: calendars.holidays, absences: leave.absences };
  const around = { roster, dates, days };
  return {
    ...demoPeople(roster, dates),
    personEmails: demoEmails(roster),
    ...calendars,
    ...demoPatterns(dates),
    ...leave,
    projects: demoProjects(dates),
    allocations: [...demoBookings(roster, dates, days), ...demoOverbookings(around, leaveWeeks['bruno'] ?? 0)],
    accepted: demoAcceptedOverbooking(around),
  };
}
