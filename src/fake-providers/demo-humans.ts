/** The thirty: the people of the demo organisation as payroll and time tracking know them, and some the plan has never met. */
import { demoDates } from '../demo/demo-dates.rules';
import { demoMatricule, workMailbox } from '../demo/demo-identifiers.rules';
import { employmentOf } from '../demo/demo-people.rules';
import { ALSACE } from '../demo/demo-calendars.rules';
import { demoTeams, roster } from '../demo/demo-roster.rules';
import type { RosterEntry } from '../demo/demo.types';
import { demoHalfDaysOff } from './demo-half-days.rules';
import { usualVouchers } from './payfit-vouchers';
import type { GryzzlyOddity, Human, PayfitOddity, VoucherOddity } from './humans.types';

/** Employees whom neither fake lists, so that the plan has people without any account. */
const absentKeys: readonly string[] = ['valerie'];
const payfitOddities: Readonly<Record<string, PayfitOddity>> = {
  sofia: 'twice',
  antoine: 'two-emails',
  noemie: 'personal-email-only',
  olivier: 'no-matricule',
  karim: 'no-matricule',
  margaux: 'two-contracts',
};
const gryzzlyOddities: Readonly<Record<string, GryzzlyOddity>> = {
  clemence: 'one-word-name',
  ines: 'disabled',
  luc: 'no-email',
  julie: 'surname-first',
};
const voucherOddities: Readonly<Record<string, VoucherOddity>> = {
  hugo: 'counts-half-days',
  bruno: 'one-too-few',
  nadia: 'two-too-many',
};
/** The demo has entries of its own for the last two months. */
const BEFORE_THE_DEMO = { from: -110, to: -62 };
const RECENT = { from: -30, to: -1 };

/** Not in the plan yet. */
const strangers: readonly [name: string, facts: Partial<Human>][] = [
  ['Perrine Lacombrade', { payfitOddity: 'two-contracts' }],
  ['Bastien Ormeval', { payfitOddity: 'no-contract', inGryzzly: false }],
  ['Ewen Trégastel-Kerzu', { payfitOddity: 'pending', inGryzzly: false }],
  ['Jean-Baptiste de La Tournerie', { inPayfit: false }],
  ['Zoé Malartigue', { payfitOddity: 'archived-without-end', gryzzlyOddity: 'disabled', isIntern: true }],
  ['Armand Kehlhofer', { gryzzlyOddity: 'surname-first' }],
];

/** The demo people and the strangers, around `now`. */
export function demoHumans(now: Date): Human[] {
  const dates = demoDates(now);
  const halfDaysOff = demoHalfDaysOff(now);
  const known = roster.flatMap((entry, position) => {
    if (absentKeys.includes(entry.key)) return [];
    const { from, to } = employmentOf(entry, position, dates);
    return [
      {
        ...humanOf(entry.name, position + 1),
        matricule: entry.contractor === true ? null : demoMatricule(position),
        hiredOn: from,
        leftOn: to,
        weeklyHours: entry.reduced?.hours ?? entry.hours ?? 35,
        teamName: demoTeams[entry.team].name,
        managerNumber: managerOf(entry),
        inPayfit: entry.contractor !== true,
        payfitOddity: payfitOddities[entry.key] ?? null,
        gryzzlyOddity: gryzzlyOddities[entry.key] ?? null,
        voucherOddity: voucherOddities[entry.key] ?? null,
        holidayRegion: entry.alsace === true ? ALSACE : null,
        halfDaysOff: halfDaysOff.get(entry.key) ?? new Set<string>(),
        declares: BEFORE_THE_DEMO,
      },
    ];
  });
  const unknown = strangers.map(([name, facts], index) => ({
    ...humanOf(name, roster.length + index + 1),
    hiredOn: facts.payfitOddity === 'pending' ? dates.monthStart(2) : dates.monthStart(-8 - index),
    ...facts,
  }));
  return [...known, ...unknown];
}

function humanOf(name: string, number: number): Human {
  const [givenName = name, ...rest] = name.split(' ');
  const day = String((number % 27) + 1).padStart(2, '0');
  return {
    number,
    givenName,
    surname: rest.join(' '),
    birthName: null,
    birthDate: `${String(1968 + ((number * 7) % 34))}-${String((number % 12) + 1).padStart(2, '0')}-${day}`,
    gender: number % 2 === 0 ? 'male' : 'female',
    email: workMailbox(name),
    personalEmail: `${workMailbox(name).split('@')[0] ?? ''}@mail.example`,
    phone: `+336000${String(10_000 + number)}`,
    matricule: String(number).padStart(4, '0'),
    hiredOn: '2020-01-01',
    leftOn: null,
    weeklyHours: 35,
    jobName: 'Chargé de projet',
    teamName: demoTeams.consulting.name,
    managerNumber: 1,
    isIntern: false,
    inPayfit: true,
    inGryzzly: true,
    payfitOddity: null,
    gryzzlyOddity: null,
    ...usualVouchers,
    declares: RECENT,
  };
}

function managerOf(entry: RosterEntry): number | null {
  const { leadKey } = demoTeams[entry.team];
  if (entry.key === 'alice') return null;
  const key = entry.key === leadKey ? 'alice' : leadKey;
  return roster.findIndex((one) => one.key === key) + 1;
}
