/** Humans as rows of Payfit: collaborators with their contracts, absences and meal vouchers. */
import { seededRandom } from '../demo/demo-dates.rules';
import { addDays, type IsoDate } from '../shared/calendar-dates';
import { absencesOf } from './payfit-absences';
import { fakeId } from './fake-ids';
import type { Human } from './humans.types';
import { VoucherCounter } from './payfit-vouchers';
import { RowStore, type FakeRow } from './row-store';

const FULL_TIME_HOURS = 35;

/** One contract before it has the shape of either place that shows it. */
interface Contract {
  id: string;
  startDate: IsoDate;
  endDate: IsoDate | null;
  status: 'ACTIVE' | 'ARCHIVED' | 'PENDING';
  human: Human;
  collaboratorId: string;
}

/** All rows of the fake Payfit. */
export function payfitWorld(
  humans: readonly Human[],
  facts: { companyId: string; today: IsoDate; seed: number },
): RowStore {
  const store = new RowStore({ contract: 'contractId', meal_vouchers: 'key' });
  const random = seededRandom(facts.seed);
  const vouchers = new VoucherCounter(facts.today);
  const absences: FakeRow[] = [];
  for (const human of humans.filter(({ inPayfit }) => inPayfit)) {
    const id = fakeId('collaborator', human.number);
    const contracts = contractsOf(human, id, facts.today);
    store.add('collaborator', collaboratorOf(human, id, contracts));
    store.add('contract', ...contracts.map((contract) => contractRow(contract, facts.companyId)));
    const current = contracts.at(-1);
    if (current !== undefined) {
      const leave = absencesOf(human.number, current, { today: facts.today, random });
      absences.push(...leave);
      store.add('meal_vouchers', ...vouchers.rowsOf(human, current, leave));
    }
    if (human.payfitOddity === 'twice') addSecondSelf(store, human, facts);
  }
  store.add('absence', ...absences.sort((one, other) => String(one['id']).localeCompare(String(other['id']))));
  return store;
}

/** The same human, entered again at an earlier hire and forgotten: another id, no e-mail of work. */
function addSecondSelf(store: RowStore, human: Human, facts: { companyId: string; today: IsoDate }): void {
  const id = fakeId('collaborator-again', human.number);
  const startDate = addDays(human.hiredOn, -700);
  const contract: Contract = {
    id: fakeId('contract-again', human.number),
    startDate,
    endDate: addDays(human.hiredOn, -30),
    status: 'ARCHIVED',
    human,
    collaboratorId: id,
  };
  const self = { ...human, matricule: null, payfitOddity: 'personal-email-only' } as const;
  store.add('collaborator', collaboratorOf(self, id, [contract]));
  store.add('contract', contractRow(contract, facts.companyId));
}

function contractsOf(human: Human, collaboratorId: string, today: IsoDate): Contract[] {
  const { payfitOddity, hiredOn, leftOn } = human;
  if (payfitOddity === 'no-contract') return [];
  const only: Contract = {
    id: fakeId('contract', human.number),
    startDate: hiredOn,
    endDate: leftOn,
    status: statusOf(human, today),
    human,
    collaboratorId,
  };
  if (payfitOddity === 'archived-without-end') return [{ ...only, endDate: null, status: 'ARCHIVED' }];
  if (payfitOddity === 'pending') return [{ ...only, status: 'PENDING' }];
  if (payfitOddity !== 'two-contracts') return [only];
  const changed = addDays(hiredOn, 180);
  const first = {
    ...only,
    id: fakeId('contract-first', human.number),
    endDate: addDays(changed, -1),
    status: 'ARCHIVED',
  };
  return [first as Contract, { ...only, startDate: changed }];
}

function statusOf({ hiredOn, leftOn }: Human, today: IsoDate): Contract['status'] {
  if (leftOn !== null && leftOn < today) return 'ARCHIVED';
  return hiredOn > today ? 'PENDING' : 'ACTIVE';
}

function collaboratorOf(human: Human, id: string, contracts: readonly Contract[]): FakeRow {
  const { payfitOddity: oddity, managerNumber } = human;
  return {
    id,
    matricule: oddity === 'no-matricule' ? null : human.matricule,
    firstName: human.givenName,
    lastName: human.surname,
    secondLastName: null,
    birthName: human.birthName,
    birthDate: human.birthDate,
    terminationDate: contracts.at(-1)?.endDate ?? null,
    gender: human.gender,
    emails: emailsOf(human),
    nationality: 'FR',
    countryOfBirth: 'FR',
    phoneNumbers: [{ phoneNumber: human.phone, type: 'personal' }],
    addresses: [
      {
        address: `${String(human.number)} rue des Lilas`,
        postcode: '75011',
        city: 'PARIS',
        country: 'FR',
        type: 'personal',
      },
    ],
    managerId: managerNumber === null ? null : fakeId('collaborator', managerNumber),
    teamName: human.teamName,
    contracts: contracts.map((one) => ({
      id: one.id,
      startDate: one.startDate,
      endDate: one.endDate,
      status: one.status,
    })),
  };
}

function emailsOf({ payfitOddity, email, personalEmail }: Human): FakeRow[] {
  const work = { email, type: 'professional' };
  const own = { email: personalEmail, type: 'personal' };
  if (payfitOddity === 'personal-email-only') return [own];
  return payfitOddity === 'two-emails' ? [work, own] : [work];
}

function contractRow({ id, startDate, endDate, status, human, collaboratorId }: Contract, companyId: string): FakeRow {
  const fullTimeEquivalent = human.weeklyHours / FULL_TIME_HOURS;
  const isPending = status === 'PENDING';
  return {
    contractId: id,
    companyId,
    collaboratorId,
    jobName: human.jobName,
    status,
    startDate,
    endDate,
    probationEndDate: addDays(startDate, 90),
    standardWeeklyHours: human.weeklyHours,
    fullTimeEquivalent,
    isFullTime: fullTimeEquivalent === 1,
    natureContratDsn: isPending ? null : natureOf(human, endDate),
    motifRuptureDeContratDsn: status === 'ARCHIVED' && endDate !== null ? '059' : null,
    statutConventionnelDsn: isPending ? null : '04',
    idcc: status === 'ARCHIVED' ? null : '1486',
    healthInsuranceContractIds: [],
    providentFundContractIds: [],
    estCadreDirigeant: human.managerNumber === null,
    ...deprecatedFacts(human),
  };
}

/** What only the lists of contracts still tell about the person. */
function deprecatedFacts(human: Human): FakeRow {
  return {
    firstName: human.givenName,
    lastName: human.surname,
    birthName: human.birthName ?? human.surname,
    birthDate: human.birthDate,
    contactEmail: human.email,
    address: null,
    postalCode: null,
    city: null,
    numeroTechniqueTemporaire: null,
    numeroSecuriteSociale: null,
  };
}

function natureOf({ isIntern }: Human, endDate: IsoDate | null): string {
  if (isIntern) return '29';
  return endDate === null ? '01' : '02';
}
