/** Eleven projects in every status. */
import type { Project } from '../domains/projects/projects.types';
import type { DemoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import type { DemoTeam, Row } from './demo.types';

interface ProjectLine {
  key: string;
  name: string;
  status: Project['status'];
  team: DemoTeam | null;
  weeks: readonly [start: number, end: number | null];
  ownerKey: string;
  tags: string[];
}

const lines: readonly ProjectLine[] = [
  line('PORTAIL', 'Refonte du portail client', { team: 'development', weeks: [-24, 30], ownerKey: 'john' }),
  line('MOBILE', 'Application mobile terrain', { team: 'development', weeks: [-16, 26], ownerKey: 'john' }),
  line('CHARTE', 'Nouvelle charte graphique', { team: 'design', weeks: [-22, 12], ownerKey: 'clemence' }),
  line('SALON', 'Stand du salon professionnel', { team: 'design', weeks: [-12, 26], ownerKey: 'clemence' }),
  line('DIAG', 'Diagnostic énergétique des écoles', { team: 'consulting', weeks: [-26, 20], ownerKey: 'alice' }),
  line('SCHEMA', 'Schéma directeur numérique', { team: 'consulting', weeks: [-18, 28], ownerKey: 'alice' }),
  line('INTERNE', "Vie de l'atelier", { team: null, weeks: [-40, null], ownerKey: 'alice', tags: ['interne'] }),
  line('ARCHIVE', 'Numérisation des archives', { status: 'done', weeks: [-30, -9], ownerKey: 'valerie' }),
  line('BORNES', "Bornes d'accueil interactives", {
    status: 'proposed',
    weeks: [10, 34],
    ownerKey: 'john',
    tags: ['devis'],
  }),
  line('MUSEE', 'Parcours du musée maritime', { status: 'paused', weeks: [-20, 15], ownerKey: 'clemence' }),
  line('TRAM', 'Signalétique du tramway', { status: 'cancelled', weeks: [-28, -14], ownerKey: 'clemence' }),
];

/** What a team works on now and then, by turns. */
export const projectsOfTeam: Readonly<Record<DemoTeam, readonly [string, string]>> = {
  development: ['PORTAIL', 'MOBILE'],
  design: ['CHARTE', 'SALON'],
  consulting: ['DIAG', 'SCHEMA'],
};

/** The projects, by key. */
export function demoProjects(dates: DemoDates): Row<Project>[] {
  return lines.map((one, position) => ({
    id: demoId('project', one.key),
    key: one.key,
    name: one.name,
    status: one.status,
    priority: lines.length - position,
    startDate: dates.day(one.weeks[0]),
    endDate: one.weeks[1] === null ? null : dates.day(one.weeks[1], 4),
    ownerId: demoId('person', one.ownerKey),
    teamId: one.team === null ? null : demoId('team', one.team),
    tags: one.tags,
  }));
}

function line(
  key: string,
  name: string,
  rest: Partial<ProjectLine> & Pick<ProjectLine, 'weeks' | 'ownerKey'>,
): ProjectLine {
  return { key, name, status: 'active', team: null, tags: [], ...rest };
}
