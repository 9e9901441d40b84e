/** What each listing of the fake Payfit gives, to whom, and which rows a query keeps. */
import type { FakeRow } from './row-store';

export interface PayfitListing {
  kind: string;
  rowsKey: string;
  scope: string;
  /** Also served one by one under its id, without these properties. */
  single: { without: readonly string[] } | undefined;
  needsMonth: boolean;
  /** The last page leaves the token out instead of giving null: both are met. */
  endsWithoutToken: boolean;
  fits: (row: FakeRow, query: URLSearchParams) => boolean;
  /** The row as a key with these scopes sees it. */
  show: (row: FakeRow, granted: readonly string[]) => FakeRow;
  /** Property that the fault of broken rows spoils. */
  breakable: string;
  /** Values that the fault of unknown values gives. */
  unknown: FakeRow;
}

const plain = {
  single: undefined,
  needsMonth: false,
  endsWithoutToken: false,
  fits: () => true,
  show: (row: FakeRow) => row,
  unknown: {},
};

/** Optional properties of a collaborator by the scope that shows them. */
const scopeOfProperty: Readonly<Record<string, string>> = {
  nationality: 'collaborators:legal-identity:read',
  countryOfBirth: 'collaborators:legal-identity:read',
  socialSecurityNumber: 'collaborators:social-security:read',
  iban: 'collaborators:bank-info:read',
  bic: 'collaborators:bank-info:read',
  phoneNumbers: 'collaborators:personal:read',
  addresses: 'collaborators:personal:read',
  managerId: 'collaborators:management:read',
  teamName: 'collaborators:management:read',
  contracts: 'collaborators:contracts:read',
};
/** Only in lists, and the last two only in the French one. */
const deprecatedProperties = [
  'firstName',
  'lastName',
  'birthName',
  'birthDate',
  'contactEmail',
  'address',
  'postalCode',
  'city',
];
const deprecatedFrenchProperties = ['numeroTechniqueTemporaire', 'numeroSecuriteSociale'];
const frenchProperties = [
  ...deprecatedFrenchProperties,
  'natureContratDsn',
  'motifRuptureDeContratDsn',
  'statutConventionnelDsn',
  'idcc',
  'healthInsuranceContractIds',
  'providentFundContractIds',
  'estCadreDirigeant',
];

const collaborators: PayfitListing = {
  ...plain,
  kind: 'collaborator',
  rowsKey: 'collaborators',
  scope: 'collaborators:read',
  single: { without: [] },
  fits: hasEmail,
  show: visibleCollaborator,
  breakable: 'emails',
};
const absences: PayfitListing = {
  ...plain,
  kind: 'absence',
  rowsKey: 'absences',
  scope: 'time:read',
  endsWithoutToken: true,
  fits: isAbsenceAsked,
  breakable: 'startDate',
  unknown: { type: 'fr_conge_solidarite' },
};
const mealVouchers: PayfitListing = {
  ...plain,
  kind: 'meal_vouchers',
  rowsKey: 'mealVouchers',
  scope: 'collaborators:meal-vouchers:read',
  needsMonth: true,
  fits: isOfMonth,
  show: withoutMonth,
  breakable: 'vouchersCount',
};

/** By path below the company. */
export function listingsOf(today: string): Readonly<Record<string, PayfitListing>> {
  const contracts: PayfitListing = {
    ...plain,
    kind: 'contract',
    rowsKey: 'contracts',
    scope: 'contracts:read',
    single: { without: [...deprecatedProperties, ...deprecatedFrenchProperties] },
    fits: (row) => isListed(row, today),
    show: visibleContract,
    breakable: 'startDate',
  };
  const show: PayfitListing['show'] = (row, granted) => without(visibleContract(row, granted), frenchProperties);
  return {
    collaborators,
    contracts: { ...contracts, show },
    'contracts-fr': contracts,
    absences,
    'collaborators/meal-vouchers': mealVouchers,
  };
}

function hasEmail(row: FakeRow, query: URLSearchParams): boolean {
  const email = query.get('email');
  return email === null || (row['emails'] as { email: string }[]).some((one) => one.email === email);
}

/** Active, pending, and archived within the last year. */
function isListed(row: FakeRow, today: string): boolean {
  const yearAgo = `${String(Number(today.slice(0, 4)) - 1)}${today.slice(4)}`;
  const { status, endDate } = row;
  return status !== 'ARCHIVED' || typeof endDate !== 'string' || endDate >= yearAgo;
}

function isAbsenceAsked(row: FakeRow, query: URLSearchParams): boolean {
  const status = query.get('status') ?? 'approved';
  const [begin, end, contractId] = ['beginDate', 'endDate', 'contractId'].map((name) => query.get(name));
  const [first, last] = ['startDate', 'endDate'].map((name) => (row[name] as { date: string }).date);
  return (
    (status === 'all' || status.split(',').includes(String(row['status']))) &&
    (!contractId || row['contractId'] === contractId) &&
    (!begin || String(last) >= begin) &&
    (!end || String(first) <= end)
  );
}

function isOfMonth(row: FakeRow, query: URLSearchParams): boolean {
  return row['month'] === query.get('date');
}

function withoutMonth(row: FakeRow): FakeRow {
  return without(row, ['month', 'key']);
}

function visibleCollaborator(row: FakeRow, granted: readonly string[]): FakeRow {
  const hidden = Object.keys(scopeOfProperty).filter((name) => !granted.includes(String(scopeOfProperty[name])));
  return without(row, hidden);
}

function visibleContract(row: FakeRow, granted: readonly string[]): FakeRow {
  const timeless = { standardWeeklyHours: null, fullTimeEquivalent: null, isFullTime: null };
  const insured = { healthInsuranceContractIds: null, providentFundContractIds: null };
  return {
    ...row,
    ...(granted.includes('contracts:time-information:read') ? {} : timeless),
    ...(granted.includes('health-insurance:read') ? {} : insured),
  };
}

/** The row without these properties. */
export function without(row: FakeRow, names: readonly string[]): FakeRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
