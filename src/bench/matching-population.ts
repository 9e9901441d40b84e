/**
 * Made-up people of a French company and their accounts in another system, with the noise that such systems have: what the
 * matching engine is measured on. The same seed makes the same population.
 */
import type { IdentityRecord } from '../domains/identities/identities.types';
import { addDays } from '../shared/calendar-dates';
import { FrenchNames, SHORT_FORMS } from './french-names';
import { SeededRandom } from './seeded-random';

export interface Population {
  people: IdentityRecord[];
  accounts: IdentityRecord[];
  /** Account id -> person id, '' for an account of nobody in the file. */
  truth: Map<string, string>;
}

export interface PopulationRequest {
  seed: number;
  people: number;
  /** Share of accounts without a person in the file. */
  strangers: number;
}

/** A person of the file or a stranger, as they really are. */
interface Human extends IdentityRecord {
  givenName: string;
  surname: string;
  birthDate: string;
  matricule: string;
  legalEntity: string;
  phone: string;
  startDate: string;
  emails: string[];
}

const ENTITIES = ['Atelier SAS', 'Atelier Conseil', 'Atelier Sud'];
const TITLES = [
  'Développeur',
  'Développeuse senior',
  'Chef de projet',
  'Consultante',
  'Comptable',
  'Designer',
  'Architecte',
  'Technicien support',
];
const TEAMS = ['Développement', 'Conseil', 'Support', 'Finance', 'Design', 'Commerce'];
export function makePopulation({ seed, people: size, strangers }: PopulationRequest): Population {
  const maker = new PopulationMaker(new SeededRandom(seed));
  const people = maker.people(size);
  const accounts = maker.accounts(people, strangers);
  const random = new SeededRandom(seed + 1);
  return {
    people: random.shuffled(people.map((human) => maker.fileRecord(human))),
    accounts: random.shuffled(accounts.map(({ account }) => account)),
    truth: new Map(accounts.map(({ account, personId }) => [account.id, personId])),
  };
}

class PopulationMaker {
  private readonly names: FrenchNames;
  private readonly localParts = new Map<string, number>();
  private nextNumber = 100;

  constructor(private readonly random: SeededRandom) {
    this.names = new FrenchNames(random);
  }

  /** 0.5 % have the name of another, 1 % are twins, 6 % women of another birth name, 3 % have left. */
  people(size: number): Human[] {
    const { random } = this;
    const people: Human[] = [];
    while (people.length < size) {
      const [other] = people.length === 0 ? [] : [random.pick(people)];
      const at = random.next();
      if (other !== undefined && at < 0.005) people.push(this.human(other.givenName, other.surname));
      else if (other !== undefined && at < 0.015) people.push(this.twinOf(other));
      else people.push(this.human(this.names.given(), this.names.surname()));
    }
    return people;
  }

  accounts(people: readonly Human[], strangers: number): { account: IdentityRecord; personId: string }[] {
    const { random } = this;
    const accounts = people.flatMap((human) => {
      if (human.endDate && random.chance(0.4)) return [];
      const account = this.account(human);
      if (!random.chance(0.02)) return [{ account, personId: human.id }];
      const earlier = this.account({ ...human, startDate: addDays(human.startDate, -1200), matricule: '' });
      const before = { ...earlier, endDate: addDays(human.startDate, -200) };
      return [account, before].map((each) => ({ account: each, personId: human.id }));
    });
    const count = Math.round((accounts.length * strangers) / (1 - strangers));
    const others = Array.from({ length: count }, () => ({
      account: this.account(this.strangerBeside(people)),
      personId: '',
    }));
    return [...accounts, ...others].map((each) => ({ ...each, account: this.withOthersMailbox(each.account, people) }));
  }

  /** As the file has them: a tenth without e-mail, phone or birth date. */
  fileRecord(human: Human): IdentityRecord {
    const { random } = this;
    return {
      ...human,
      emails: random.chance(0.03) ? [] : human.emails,
      phone: random.chance(0.4) ? '' : human.phone,
      birthDate: random.chance(0.1) ? '' : human.birthDate,
    };
  }

  private human(givenName: string, surname: string): Human {
    const { random } = this;
    const startDate = addDays('2008-01-01', random.below(6_000));
    const local = `${plain(givenName)}.${plain(surname)}`;
    const taken = this.localParts.get(local) ?? 0;
    this.localParts.set(local, taken + 1);
    this.nextNumber += 1;
    return {
      id: `h${String(this.nextNumber)}`,
      givenName,
      surname,
      birthName: random.chance(0.06) ? this.names.surname() : '',
      birthDate: addDays('1960-01-01', random.below(16_000)),
      matricule: String(this.nextNumber),
      legalEntity: random.pick(ENTITIES),
      phone: `06${String(10_000_000 + random.below(89_999_999))}`,
      startDate,
      endDate: random.chance(0.03) ? addDays(startDate, 400 + random.below(800)) : '',
      emails: [`${local}${taken === 0 ? '' : String(taken + 1)}@atelier.fr`],
      title: random.pick(TITLES),
      team: random.pick(TEAMS),
    };
  }

  private twinOf(other: Human): Human {
    return { ...this.human(this.names.given(), other.surname), birthDate: other.birthDate, birthName: '' };
  }

  /** A stranger like anybody, now and then with the name or the birth of somebody in the file. */
  private strangerBeside(people: readonly Human[]): Human {
    const other = this.random.pick(people);
    const at = this.random.next();
    if (at < 0.005) return this.human(other.givenName, other.surname);
    return at < 0.015 ? this.twinOf(other) : this.human(this.names.given(), this.names.surname());
  }

  private account(human: Human): IdentityRecord {
    const { random } = this;
    this.nextNumber += 1;
    const matricule = this.accountMatricule(human);
    return {
      id: `a${String(this.nextNumber)}`,
      ...this.accountName(human),
      ...matricule,
      emails: this.accountEmails(human),
      phone: random.chance(0.4) ? human.phone.replace(/^0/, random.pick(['+33 ', '0033', '0'])) : '',
      birthDate: random.chance(0.6) ? '' : human.birthDate,
      startDate: addDays(human.startDate, random.chance(0.5) ? 0 : random.below(60)),
      endDate: human.endDate ?? '',
      title: random.chance(0.6) ? (human.title ?? '') : random.pick(TITLES),
      team: random.chance(0.7) ? (human.team ?? '') : random.pick(TEAMS),
    };
  }

  private accountName(human: Human): Pick<IdentityRecord, 'fullName' | 'givenName' | 'surname'> {
    const { random } = this;
    let given = human.givenName;
    let surname = human.birthName && random.chance(0.5) ? human.birthName : human.surname;
    if (random.chance(0.05)) given = SHORT_FORMS[given] ?? given;
    if (random.chance(0.03)) given = this.mistyped(given);
    if (random.chance(0.03)) surname = this.mistyped(surname);
    if (random.chance(0.2)) [given, surname] = [withoutAccents(given), withoutAccents(surname)];
    if (!random.chance(0.15))
      return random.chance(0.3) ? { fullName: `${given} ${surname}` } : { givenName: given, surname };
    return { fullName: random.chance(0.6) ? `${surname.toUpperCase()} ${given}` : `${surname} ${given}` };
  }

  private accountMatricule({ matricule, legalEntity }: Human): Pick<IdentityRecord, 'matricule' | 'legalEntity'> {
    const at = this.random.next();
    if (at < 0.3 || matricule === '') return { matricule: '', legalEntity };
    if (at < 0.5) return { matricule: matricule.padStart(8, '0'), legalEntity };
    return { matricule, legalEntity: at < 0.6 ? 'Ancienne Société' : legalEntity };
  }

  private accountEmails(human: Human): string[] {
    const { random } = this;
    const at = random.next();
    if (at < 0.1) return [];
    if (at < 0.2)
      return [
        `${plain(human.givenName)}${plain(human.surname)}${String(random.below(100))}@${random.pick(['gmail.com', 'orange.fr', 'free.fr'])}`,
      ];
    if (at < 0.22) return [random.pick(['atelier.lyon@atelier.fr', 'paie@atelier.fr', 'studio@atelier.fr'])];
    return human.emails.map((email) => (random.chance(0.1) ? email.toUpperCase() : email));
  }

  /** Half a percent have a mailbox that was somebody else's. */
  private withOthersMailbox(account: IdentityRecord, people: readonly Human[]): IdentityRecord {
    return this.random.chance(0.005) ? { ...account, emails: this.random.pick(people).emails } : account;
  }

  /** One letter left out, doubled, exchanged with its neighbour, or replaced. */
  private mistyped(name: string): string {
    const { random } = this;
    const at = 1 + random.below(Math.max(1, name.length - 1));
    const [head, letter, tail] = [name.slice(0, at), name.charAt(at), name.slice(at + 1)];
    const kinds = [
      head + tail,
      head + letter + letter + tail,
      head + tail.charAt(0) + letter + tail.slice(1),
      `${head}${random.pick('aeiorstnl'.split(''))}${tail}`,
    ];
    return random.pick(kinds);
  }
}

function withoutAccents(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '');
}

function plain(name: string): string {
  return withoutAccents(name)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}
