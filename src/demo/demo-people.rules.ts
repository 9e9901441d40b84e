/** The roster as people, engagements, teams, dated memberships and calendar assignments. */
import { addDays, type IsoDate } from '../shared/calendar-dates';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import { demoTeams } from './demo-roster.rules';
import type { DemoPlan, DemoTeam, RosterEntry, Row } from './demo.types';
import type { Engagement } from '../domains/engagements/engagements.types';
import type { TeamMember } from '../domains/teams/teams.types';

const MINUTES_PER_HOUR = 60;
const YEARS_OF_SERVICE = 6;

type PeoplePart = Pick<DemoPlan, 'people' | 'engagements' | 'teams' | 'teamMembers' | 'personCalendars'>;

/** Inclusive dates of somebody's employment; `to` null = open. @example somebody without weeks started years ago */
export function employmentOf(
  entry: RosterEntry,
  position: number,
  dates: DemoDates,
): { from: IsoDate; to: IsoDate | null } {
  const service = (position % YEARS_OF_SERVICE) + 2;
  const longAgo = `${String(dates.years[1] - service)}-${String((position % 9) + 1).padStart(2, '0')}-01`;
  const from = entry.startWeek === undefined ? longAgo : startOf(entry.startWeek, dates);
  return { from, to: entry.endWeek === undefined ? null : dates.day(entry.endWeek, 4) };
}

/** All records about the people of `roster`. */
export function demoPeople(roster: readonly RosterEntry[], dates: DemoDates): PeoplePart {
  return {
    people: roster.map((entry) => personOf(entry)),
    engagements: roster.flatMap((entry, position) => engagementsOf(entry, employmentOf(entry, position, dates), dates)),
    teams: (Object.keys(demoTeams) as DemoTeam[]).map((team) => ({
      id: demoId('team', team),
      name: demoTeams[team].name,
      leadId: demoId('person', demoTeams[team].leadKey),
      color: demoTeams[team].color,
    })),
    teamMembers: roster.flatMap((entry, position) => spellsOf(entry, employmentOf(entry, position, dates), dates)),
    personCalendars: roster.map((entry, position) => ({
      id: demoId('person_calendar', entry.key),
      personId: demoId('person', entry.key),
      calendarId: demoId('calendar', entry.alsace === true ? 'alsace-moselle' : 'france'),
      startsOn: employmentOf(entry, position, dates).from,
      endsOn: null,
    })),
  };
}

/** Who starts later starts on the first of next month. */
function startOf(week: number, dates: DemoDates): IsoDate {
  return week > 0 ? dates.monthStart(1) : dates.day(week);
}

function personOf(entry: RosterEntry): PeoplePart['people'][number] {
  const { leadKey } = demoTeams[entry.team];
  const managerKey = entry.key === leadKey ? 'alice' : leadKey;
  return {
    id: demoId('person', entry.key),
    fullName: entry.name,
    active: entry.endWeek === undefined || entry.endWeek > 0,
    managerId: entry.key === 'alice' ? null : demoId('person', managerKey),
    costCenter: demoTeams[entry.team].name.toUpperCase().slice(0, 3),
    location: entry.alsace === true ? 'Strasbourg' : 'Paris',
    weeklyMinutesDefault: entry.hours === undefined ? null : entry.hours * MINUTES_PER_HOUR,
    source: 'manual',
  };
}

function engagementsOf(
  entry: RosterEntry,
  employment: { from: IsoDate; to: IsoDate | null },
  dates: DemoDates,
): Row<Engagement>[] {
  const first: Row<Engagement> = {
    id: demoId('engagement', entry.key),
    personId: demoId('person', entry.key),
    type: entry.contractor === true ? 'contractor' : 'employee',
    startDate: employment.from,
    endDate: employment.to,
    weeklyMinutesDefault: null,
    payrollEligible: entry.contractor !== true,
    notes: null,
  };
  if (entry.reduced === undefined) return [first];
  const from = dates.day(entry.reduced.fromWeek);
  const weeklyMinutesDefault = entry.reduced.hours * MINUTES_PER_HOUR;
  const second = { ...first, id: demoId('engagement', `${entry.key}-2`), startDate: from, weeklyMinutesDefault };
  return [
    { ...first, endDate: addDays(from, -1) },
    { ...second, notes: 'Temps partiel à 80 %' },
  ];
}

function spellsOf(
  entry: RosterEntry,
  employment: { from: IsoDate; to: IsoDate | null },
  dates: DemoDates,
): Row<TeamMember>[] {
  const spell = (team: DemoTeam, activeFrom: IsoDate, activeTo: IsoDate | null): Row<TeamMember> => ({
    id: demoId('team_member', `${entry.key}/${team}`),
    teamId: demoId('team', team),
    personId: demoId('person', entry.key),
    activeFrom,
    activeTo,
    roleInTeam: demoTeams[team].leadKey === entry.key ? 'lead' : null,
  });
  if (entry.before === undefined) return [spell(entry.team, employment.from, employment.to)];
  const changed = dates.day(entry.before.untilWeek);
  return [spell(entry.before.team, employment.from, addDays(changed, -1)), spell(entry.team, changed, employment.to)];
}
