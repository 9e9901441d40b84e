/** Shapes of teams and their members (v9; READINGS 39). */
import { z } from 'zod';
import { isoDate, recordFields, uuid } from '../../http/schemas';

export const newTeam = z.strictObject({
  name: z.string().trim().min(1).max(200),
  lead_id: uuid.nullable().optional().describe('The person who leads it; as a manager that one may plan its members.'),
  color: z.string().max(50).nullable().optional(),
});
export const changedTeam = newTeam.partial();
export type TeamBody = z.output<typeof changedTeam>;

export const teamAnswer = z
  .strictObject({ ...recordFields, name: z.string(), lead_id: uuid.nullable(), color: z.string().nullable() })
  .meta({ id: 'Team' });

export const newTeamMember = z.strictObject({
  person_id: uuid,
  active_from: isoDate,
  active_to: isoDate.nullable().optional().describe('Last day; null: it goes on.'),
  role_in_team: z.string().max(200).nullable().optional(),
});
export const changedTeamMember = newTeamMember.omit({ person_id: true }).partial();
export type TeamMemberBody = z.output<typeof changedTeamMember>;

export const teamMemberAnswer = z
  .strictObject({
    ...recordFields,
    team_id: uuid,
    person_id: uuid,
    active_from: isoDate,
    active_to: isoDate.nullable(),
    role_in_team: z.string().nullable(),
  })
  .meta({ id: 'TeamMember' });

export const memberParams = z.strictObject({
  id: uuid.describe('Of the team.'),
  person_id: uuid.describe('Of the member.'),
});
/** Which spell; without it the latest. */
export const spellQuery = z.strictObject({
  active_from: isoDate.optional().describe('First day of the spell; without it the latest spell.'),
});
export const memberFilter = { on: isoDate.optional().describe('Who was a member on this day.') };
