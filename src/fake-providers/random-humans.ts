/** Many invented people with French names: homonyms, usage names and every oddity come by themselves in a crowd. */
import { demoDates, seededRandom } from '../demo/demo-dates.rules';
import { workMailbox } from '../demo/demo-identifiers.rules';
import { addDays } from '../shared/calendar-dates';
import { usualVouchers } from './payfit-vouchers';
import type { GryzzlyOddity, Human, PayfitOddity } from './humans.types';

const women =
  'Camille Léa Manon Chloé Inès Zoé Élodie Noémie Solène Margaux Clémence Anaïs Maëlle Océane Justine Amélie Fanny Hélène Lucie Agathe Salomé Yasmine Nadia Aïcha Marie-Ange Anne-Laure Béatrice Françoise Sylvie Ghislaine';
const men =
  'Louis Hugo Théo Maël Raphaël Jules Nathan Loïc Gaël Benoît Bruno Karim Mehdi Amadou Stéphane Jérôme François Cédric Anthony Rémi Timothée Jean-Marc Pierre-Yves Étienne Grégoire Yann Olivier Sébastien Édouard Zacharie';
const stems =
  'Mart Bern Dub Rob Rich Pet Dur Ler Mor Sim Laur Lef Mich Garc Dav Bert Rou Vinc Four Mor Gir Bonn Lamb Font Rous Bout Chev Perr Clem Gauth Mass Marchand Duv Den Dum Caill Vall Pons Guill Hub';
const endings = 'in ard eau ois et elle ier on oux el ac igny ault andre ère aud ande ot onnet ille';
const jobs = ['Développeur', 'Designer', 'Consultant', 'Chef de projet', 'Comptable', 'Assistant', 'Ingénieur'];
const TEAM_SIZE = 12;
const SPAN_OF_BIRTH_YEARS = 42;

/** `count` people of `seed`, around `now`; the same for the same arguments. */
export function randomHumans(count: number, seed: number, now: Date): Human[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { today } = demoDates(now);
  const mailboxes = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const gender = random() < 0.5 ? 'female' : 'male';
    const givenName = pick((gender === 'female' ? women : men).split(' '));
    const surname = pick(stems.split(' ')) + pick(endings.split(' '));
    const spell = employment(today, random);
    const hasAccounts = random();
    return {
      number: index + 1,
      givenName,
      surname,
      birthName: gender === 'female' && random() < 0.12 ? pick(stems.split(' ')) + pick(endings.split(' ')) : null,
      birthDate: `${String(1962 + Math.floor(random() * SPAN_OF_BIRTH_YEARS))}-${twoDigits(1 + random() * 12)}-${twoDigits(1 + random() * 28)}`,
      gender,
      email: uniqueMailbox(`${givenName} ${surname}`, mailboxes),
      personalEmail: `${givenName}.${surname}${String(index + 1)}@mail.example`
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toLowerCase(),
      phone: `+336${String(10_000_000 + index * 37).padStart(8, '0')}`,
      matricule: String(index + 1).padStart(5, '0'),
      ...spell,
      weeklyHours: random() < 0.15 ? pick([17.5, 21, 28, 31.5]) : 35,
      jobName: pick(jobs),
      teamName: `Équipe ${String(Math.floor(index / TEAM_SIZE) + 1)}`,
      managerNumber: index === 0 ? null : Math.floor(index / TEAM_SIZE) * TEAM_SIZE || 1,
      isIntern: random() < 0.03,
      inPayfit: hasAccounts < 0.95,
      inGryzzly: hasAccounts > 0.05,
      payfitOddity: payfitOddity(random()),
      gryzzlyOddity: gryzzlyOddity(random()),
      ...usualVouchers,
      declares: { from: count > 2_000 ? -5 : -22, to: -1 },
    } satisfies Human;
  });
}

/** Two in a hundred start later, six have left or are about to. */
function employment(today: string, random: () => number): { hiredOn: string; leftOn: string | null } {
  const isFuture = random() < 0.02;
  const hiredOn = addDays(today, isFuture ? 10 + Math.floor(random() * 60) : -30 - Math.floor(random() * 3_600));
  const isLeaving = !isFuture && random() < 0.06;
  return { hiredOn, leftOn: isLeaving ? latest(hiredOn, addDays(today, 120 - Math.floor(random() * 400))) : null };
}

function payfitOddity(share: number): PayfitOddity | null {
  const oddities: readonly PayfitOddity[] = [
    'no-contract',
    'two-contracts',
    'two-emails',
    'personal-email-only',
    'no-matricule',
    'archived-without-end',
    'pending',
    'twice',
  ];
  return share < 0.16 ? (oddities[Math.floor((share / 0.16) * oddities.length)] ?? null) : null;
}

function gryzzlyOddity(share: number): GryzzlyOddity | null {
  const oddities: readonly GryzzlyOddity[] = [
    'no-email',
    'disabled',
    'one-word-name',
    'surname-first',
    'surname-first',
  ];
  return share < 0.15 ? (oddities[Math.floor((share / 0.15) * oddities.length)] ?? null) : null;
}

function uniqueMailbox(name: string, taken: Map<string, number>): string {
  const mailbox = workMailbox(name);
  const times = (taken.get(mailbox) ?? 0) + 1;
  taken.set(mailbox, times);
  return times === 1 ? mailbox : mailbox.replace('@', `${String(times)}@`);
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
