/**
 * Bits of evidence of compared pairs (Fellegi and Sunter 1969, term frequencies after Winkler 1988): log2(m / u) of each level,
 * where u of an equal value is how common the value is. Example: the same surname of 1 record in 5,000 with m 0.8 is 12 bits.
 */
import { EMAIL, FIELD, FIELD_COUNT, FIELDS, GROUPS, MISSING, NAME, ROW } from './match-fields.rules';
import type { FieldParameters, MatchingModel } from './matching-model.types';
import type { PairStore } from './pair-store.rules';
import type { PreparedRecords } from './prepared-records.rules';
import { NONE } from './value-table.rules';
import type { ValueShares } from './value-shares.rules';

export const GROUP_COUNT = GROUPS.length;
const [NAMES, BIRTH_DATE, MATRICULE, EMAIL_GROUP, PHONE, START_TITLE, MANAGER_TEAM, ADDRESS] = [0, 1, 2, 3, 4, 5, 6, 7];
const COLUMNS = ['birthDate', 'matricule', 'phone', 'title', 'manager', 'team', 'address', 'postcode', 'city'] as const;
const COLUMN_FIELDS = COLUMNS.map((name) => FIELD[name]);
// Constants of this module for the hot path, as in pair-comparison.rules.
const WIDTH = FIELD_COUNT;
const LEVELS = ROW;
const UNKNOWN = MISSING;
const NOTHING = NONE;
const { given: GIVEN, surname: SURNAME, birthDate: BIRTH, matricule: NUMBER, email: MAIL, phone: CALL } = FIELD;
const { startDate: START, title: TITLE, manager: MANAGER, team: TEAM } = FIELD;
const { address: STREET, postcode: POSTCODE, city: CITY } = FIELD;
const { equal: EQUAL_NAME, swapped: SWAPPED, different: DIFFERENT } = NAME;
const { other: LAST_EQUAL_MAILBOX, sameLocal: SAME_LOCAL, madeFromName: MADE_FROM_NAME } = EMAIL;

/** q(W_cap) >= .999 */
export const CERTAIN_BITS = Math.log2(0.999 / 0.001);

/** What a pair comes to. */
export interface PairScore {
  /** By the order of {@link GROUPS}; overwritten by the next score. */
  groups: Float64Array;
  /** By the order of fields, before they are joined in groups. */
  fields: Float64Array;
  total: number;
  capped: number;
}

export class PairWeights {
  readonly priorBits: number;
  readonly capBits: number;
  /** Capped bits that an automatic link needs. */
  readonly certainBits: number;
  private readonly levelBits = new Float64Array(FIELD_COUNT * ROW);
  private readonly columns: readonly Int32Array[];
  private readonly logM = new Float64Array(FIELD_COUNT * ROW);
  private readonly result: PairScore = {
    groups: new Float64Array(GROUP_COUNT),
    fields: new Float64Array(FIELD_COUNT),
    total: 0,
    capped: 0,
  };

  /** @param left the accounts, whose values are looked up where they equal those of the person */
  constructor(
    model: MatchingModel,
    private readonly shares: ValueShares,
    private readonly left: PreparedRecords,
  ) {
    this.columns = COLUMNS.map((name) => left.columns[name]);
    this.priorBits = -Math.log2(model.population);
    this.capBits = 1 - this.priorBits;
    this.certainBits = model.certainBits ?? CERTAIN_BITS;
    for (const [field, { field: name }] of FIELDS.entries()) {
      const parameters = model.fields[name];
      const equalBits = Math.log2(parameters.m[0] ?? 1) - (shares.logAgreement[field] ?? 0);
      this.levelBits.set([equalBits, ...unequalBits(parameters).map((bits) => Math.min(bits, equalBits))], field * ROW);
      this.logM.set(
        [Math.log2(parameters.m[0] ?? 1), ...atLeastLater(parameters.m.slice(1)).map(Math.log2)],
        field * ROW,
      );
    }
  }

  /** Bits of a level of a field, of an average value. */
  bitsOf(field: number, level: number): number {
    return level === UNKNOWN ? 0 : (this.levelBits[field * LEVELS + level] ?? 0);
  }

  /** The answer is overwritten by the next call. */
  score(store: PairStore, pair: number): PairScore {
    const { result } = this;
    this.scoreFields(store, pair);
    this.joinGroups(store.levels[pair * WIDTH + MAIL] ?? UNKNOWN);
    const { groups } = result;
    let total = this.priorBits;
    let capped = this.priorBits;
    for (let group = 0; group < groups.length; group += 1) {
      const bits = groups[group] ?? 0;
      total += bits;
      capped += Math.min(bits, this.capBits);
    }
    result.total = total;
    result.capped = capped;
    return result;
  }

  private scoreFields({ levels, left, mailboxOf, logGivenShare, logSurnameShare }: PairStore, pair: number): void {
    const { fields } = this.result;
    const at = pair * WIDTH;
    const row = left[pair] ?? 0;
    const given = levels[at + GIVEN] ?? UNKNOWN;
    const surname = levels[at + SURNAME] ?? UNKNOWN;
    // Where one name took the place of the other, that the other differs is no second finding.
    fields[GIVEN] =
      given === DIFFERENT && surname === SWAPPED ? 0 : this.nameBits(GIVEN, given, logGivenShare[pair] ?? 0);
    fields[SURNAME] =
      surname === DIFFERENT && given === SWAPPED ? 0 : this.nameBits(SURNAME, surname, logSurnameShare[pair] ?? 0);
    for (let place = 0; place < COLUMN_FIELDS.length; place += 1) {
      const field = COLUMN_FIELDS[place] ?? 0;
      const level = levels[at + field] ?? UNKNOWN;
      fields[field] =
        level === 0 ? this.equalBits(field, this.columns[place]?.[row] ?? NOTHING) : this.bitsOf(field, level);
    }
    const email = levels[at + MAIL] ?? UNKNOWN;
    const isEqual = email <= LAST_EQUAL_MAILBOX;
    fields[MAIL] = isEqual ? this.equalBits(MAIL, mailboxOf[pair] ?? NOTHING, email) : this.bitsOf(MAIL, email);
    const start = levels[at + START] ?? UNKNOWN;
    const day = (this.left.startDay[row] ?? 0) - this.shares.firstDay;
    fields[START] = start === 0 ? this.equalBits(START, day) : this.bitsOf(START, start);
  }

  /** Of two names that are alike the commoner one bounds what the likeness can be worth. */
  private nameBits(field: number, level: number, logShare: number): number {
    if (level === UNKNOWN) return 0;
    const valueBits = (this.logM[field * LEVELS + level] ?? 0) - logShare;
    if (level === EQUAL_NAME) return valueBits;
    return Math.min(this.levelBits[field * LEVELS + level] ?? 0, valueBits);
  }

  private equalBits(field: number, value: number, level = 0): number {
    return (this.logM[field * LEVELS + level] ?? 0) - (this.shares.logShares[field]?.[value] ?? 0);
  }

  /** Parts that derive from one another count once: the larger. A local part made of a name is evidence of the name. */
  private joinGroups(emailLevel: number): void {
    const { groups, fields } = this.result;
    const isLocalPart = emailLevel === SAME_LOCAL || emailLevel === MADE_FROM_NAME;
    const names = (fields[GIVEN] ?? 0) + (fields[SURNAME] ?? 0);
    const mail = fields[MAIL] ?? 0;
    groups[NAMES] = isLocalPart ? withLocalPart(names, mail) : names;
    groups[BIRTH_DATE] = fields[BIRTH] ?? 0;
    groups[MATRICULE] = fields[NUMBER] ?? 0;
    groups[EMAIL_GROUP] = isLocalPart ? 0 : mail;
    groups[PHONE] = fields[CALL] ?? 0;
    groups[START_TITLE] = strongest(fields[START] ?? 0, fields[TITLE] ?? 0);
    groups[MANAGER_TEAM] = strongest(fields[MANAGER] ?? 0, fields[TEAM] ?? 0);
    groups[ADDRESS] = (fields[STREET] ?? 0) + (fields[POSTCODE] ?? 0) + (fields[CITY] ?? 0);
  }
}

function withLocalPart(names: number, local: number): number {
  return names >= 0 ? Math.max(names, local) : names + Math.max(0, local);
}

/** The larger when one speaks for the pair, else the one that speaks most against it. */
function strongest(a: number, b: number): number {
  return a > 0 || b > 0 ? Math.max(a, b) : Math.min(a, b);
}

/** log2(m/u) of the levels after the first, never rising: neighbours that would rise are pooled (likelihood-ratio order). */
function unequalBits({ m, u }: FieldParameters): number[] {
  const pools: { m: number; u: number; levels: number }[] = [];
  for (let level = 1; level < m.length; level += 1) {
    let pool = { m: m[level] ?? 0, u: u[level] ?? 0, levels: 1 };
    for (let last = pools.at(-1); last !== undefined && pool.m * last.u > last.m * pool.u; last = pools.at(-1)) {
      pool = { m: pool.m + last.m, u: pool.u + last.u, levels: pool.levels + last.levels };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools.flatMap((pool) => Array.from({ length: pool.levels }, () => Math.log2(pool.m / pool.u)));
}

/** Each at least as large as those after it. */
function atLeastLater(values: readonly number[]): number[] {
  return values.map((_, index) => Math.max(...values.slice(index)));
}
