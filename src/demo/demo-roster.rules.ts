/** Who works at Atelier Démo. All names are invented. */
import type { DemoTeam, DemoUser, RosterEntry } from './demo.types';

/** The three accounts of the demo; all have the same password. */
export const demoUsers: readonly DemoUser[] = [
  { email: 'admin@demo.com', name: 'Alice Armandier', role: 'owner', personKey: 'alice' },
  { email: 'john@demo.com', name: 'John Marteval', role: 'manager', personKey: 'john' },
  { email: 'jane@demo.com', name: 'Jane Faurelle', role: 'member', personKey: 'jane' },
];

export const DEMO_PASSWORD = 'demo123';

/** Team names and who leads them. */
export const demoTeams: Readonly<Record<DemoTeam, { name: string; leadKey: string; color: string }>> = {
  design: { name: 'Design', leadKey: 'clemence', color: '#c2185b' },
  development: { name: 'Développement', leadKey: 'john', color: '#1565c0' },
  consulting: { name: 'Conseil', leadKey: 'alice', color: '#2e7d32' },
};

/** Everybody; the position in the list decides leave and bookings. */
export const roster: readonly RosterEntry[] = [
  { key: 'alice', name: 'Alice Armandier', team: 'consulting' },
  { key: 'john', name: 'John Marteval', team: 'development' },
  { key: 'jane', name: 'Jane Faurelle', team: 'development' },
  { key: 'clemence', name: 'Clémence Roubault', team: 'design' },
  { key: 'bruno', name: 'Bruno Castelnoir', team: 'development' },
  { key: 'nadia', name: 'Nadia Belhamri', team: 'design' },
  { key: 'luc', name: 'Luc Vanderaere', team: 'development' },
  { key: 'elodie', name: 'Élodie Montfray', team: 'design', hours: 28 },
  { key: 'matthias', name: 'Matthias Kehlhoffer', team: 'consulting', alsace: true },
  { key: 'sofia', name: 'Sofia Bertazzi', team: 'development', hours: 21 },
  { key: 'antoine', name: 'Antoine Perrichon', team: 'consulting' },
  {
    key: 'hugo',
    name: 'Hugo Lavergnat',
    team: 'development',
    before: { team: 'design', untilWeek: -17 },
  },
  { key: 'ines', name: 'Inès Cordovan', team: 'design', endWeek: -6 },
  { key: 'tomasz', name: 'Tomasz Zielarek', team: 'development', startWeek: 5 },
  { key: 'margaux', name: 'Margaux Thévenoux', team: 'consulting', reduced: { fromWeek: -13, hours: 28 } },
  { key: 'karim', name: 'Karim Essaïdane', team: 'development' },
  { key: 'greta', name: 'Greta Lindqvarn', team: 'design', contractor: true },
  { key: 'paulo', name: 'Paulo Ferrandes', team: 'development', contractor: true, startWeek: -30, endWeek: 3 },
  { key: 'lea', name: 'Léa Hirtzmann', team: 'design', alsace: true },
  { key: 'olivier', name: 'Olivier Desgranvals', team: 'consulting' },
  { key: 'yasmine', name: 'Yasmine Chérifou', team: 'development' },
  { key: 'theo', name: 'Théo Baumgartel', team: 'development', alsace: true },
  { key: 'manon', name: 'Manon Escoulier', team: 'design', hours: 31.5 },
  { key: 'ruben', name: 'Ruben Aldecoria', team: 'consulting', contractor: true, hours: 21 },
  { key: 'camille', name: 'Camille Verdaison', team: 'consulting' },
  { key: 'noemie', name: 'Noémie Jourdaneau', team: 'design' },
  { key: 'stefan', name: 'Stefan Oberlinger', team: 'development', alsace: true },
  { key: 'julie', name: 'Julie Pontavice-Rey', team: 'consulting', hours: 28 },
  { key: 'amadou', name: 'Amadou Diarrassé', team: 'development' },
  { key: 'valerie', name: 'Valérie Saint-Aurel', team: 'consulting' },
  { key: 'dimitri', name: 'Dimitri Kalvanos', team: 'development', contractor: true, startWeek: -10 },
];
