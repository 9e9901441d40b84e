/**
 * Bits of evidence of compared pairs (Fellegi and Sunter 1969, term frequencies after Winkler 1988): log2(m / u) of each level,
 * where u of an equal value is how common the value is. Example: the same surname of 1 record in 5,000 with m 0.8 is 12 bits.
 */
import { EMAIL, FIELD, FIELD_COUNT, FIELDS, GROUPS, MISSING, NAME, ROW } from './match-fields.rules';
import type { FieldParameters, MatchField, MatchingModel } from './matching-model.types';
import type { PairStore } from './pair-store.rules';
import type { PreparedRecords } from './prepared-records.rules';
import { NONE } from './value-table.rules';
import type { ValueShares } from './value-shares.rules';

export const GROUP_COUNT = GROUPS.length;
const [NAMES, BIRTH_DATE, MATRICULE, EMAIL_GROUP, PHONE, START_TITLE, MANAGER_TEAM, ADDRESS] = [0, 1, 2, 3, 4, 5, 6, 7];
const COLUMNS = ['birthDate', 'matricule', 'phone', 'title', 'manager', 'team', 'address', 'postcode', 'city'] as const;

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
  private readonly levelBits = new Float64Array(FIELD_COUNT * ROW);
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
    this.priorBits = -Math.log2(model.population);
    this.capBits = 1 - this.priorBits;
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
    return level === MISSING ? 0 : (this.levelBits[field * ROW + level] ?? 0);
  }

  /** The answer is overwritten by the next call. */
  score(store: PairStore, pair: number): PairScore {
    const { result } = this;
    this.scoreFields(store, pair);
    this.joinGroups(store.levels[pair * FIELD_COUNT + FIELD.email] ?? MISSING);
    let total = this.priorBits;
    let capped = this.priorBits;
    for (let group = 0; group < GROUP_COUNT; group += 1) {
      const bits = result.groups[group] ?? 0;
      total += bits;
      capped += Math.min(bits, this.capBits);
    }
    result.total = total;
    result.capped = capped;
    return result;
  }

  private scoreFields({ levels, left, mailboxOf, logGivenShare, logSurnameShare }: PairStore, pair: number): void {
    const { fields } = this.result;
    const at = pair * FIELD_COUNT;
    const row = left[pair] ?? 0;
    fields[FIELD.given] = this.nameBits(FIELD.given, levels[at + FIELD.given] ?? MISSING, logGivenShare[pair] ?? 0);
    fields[FIELD.surname] = this.nameBits(
      FIELD.surname,
      levels[at + FIELD.surname] ?? MISSING,
      logSurnameShare[pair] ?? 0,
    );
    for (const name of COLUMNS) {
      const field = FIELD[name];
      const level = levels[at + field] ?? MISSING;
      fields[field] =
        level === 0 ? this.equalBits(field, this.left.columns[name][row] ?? NONE) : this.bitsOf(field, level);
    }
    const email = levels[at + FIELD.email] ?? MISSING;
    fields[FIELD.email] =
      email <= EMAIL.other
        ? this.equalBits(FIELD.email, mailboxOf[pair] ?? NONE, email)
        : this.bitsOf(FIELD.email, email);
    const start = levels[at + FIELD.startDate] ?? MISSING;
    fields[FIELD.startDate] =
      start === 0
        ? this.equalBits(FIELD.startDate, (this.left.startDay[row] ?? 0) - this.shares.firstDay)
        : this.bitsOf(FIELD.startDate, start);
  }

  /** Of two names that are alike the commoner one bounds what the likeness can be worth. */
  private nameBits(field: number, level: number, logShare: number): number {
    if (level === MISSING) return 0;
    const valueBits = (this.logM[field * ROW + level] ?? 0) - logShare;
    if (level === NAME.equal) return valueBits;
    return Math.min(this.levelBits[field * ROW + level] ?? 0, valueBits);
  }

  private equalBits(field: number, value: number, level = 0): number {
    return (this.logM[field * ROW + level] ?? 0) - (this.shares.logShares[field]?.[value] ?? 0);
  }

  /** Parts that derive from one another count once: the larger. A local part made of a name is evidence of the name. */
  private joinGroups(emailLevel: number): void {
    const { groups, fields } = this.result;
    const bits = (name: MatchField): number => fields[FIELD[name]] ?? 0;
    const isLocalPart = emailLevel === EMAIL.sameLocal || emailLevel === EMAIL.madeFromName;
    const names = bits('given') + bits('surname');
    groups[NAMES] = isLocalPart ? withLocalPart(names, bits('email')) : names;
    groups[BIRTH_DATE] = bits('birthDate');
    groups[MATRICULE] = bits('matricule');
    groups[EMAIL_GROUP] = isLocalPart ? 0 : bits('email');
    groups[PHONE] = bits('phone');
    groups[START_TITLE] = strongest(bits('startDate'), bits('title'));
    groups[MANAGER_TEAM] = strongest(bits('manager'), bits('team'));
    groups[ADDRESS] = bits('address') + bits('postcode') + bits('city');
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
