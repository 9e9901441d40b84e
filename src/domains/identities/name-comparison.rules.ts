/**
 * Levels of given names and surnames. Jaro-Winkler thresholds after Splink's name comparisons; a fuzzy likeness of two given
 * names that are both names in their own right (`lucie`, `lucien`) counts as slight, because it is no slip of the pen.
 */
import { JaroWinkler } from './jaro-winkler.rules';
import { MISSING, NAME } from './match-fields.rules';
import { areForms, isKnownGivenName } from './name-tables.rules';
import type { PreparedRecords, VocabularyName, Vocabulary } from './prepared-records.rules';
import { PairMemory } from './text-comparison.rules';
import { NONE, type ValueTable } from './value-table.rules';

// Constants of this module for the hot path, as in pair-comparison.rules.
const { equal: EQUAL, close: CLOSE, swapped: SWAPPED, distant: DISTANT } = NAME;
const UNKNOWN = MISSING;
const NOTHING = NONE;

/** Records that hold a given name, from which on it counts as a name in its own right. */
const ESTABLISHED = 4;

/** How much a level speaks against the reading it comes from; for choosing among readings only. */
const COST = [0, 1, 2, 3, 4, 5, 8, 12];
const COST_OF_MISSING = 6;

/** The best pair of readings. Levels of {@link NAME} or {@link MISSING}; numbers of the names that were compared, or NONE. */
export interface NameComparisonResult {
  given: number;
  surname: number;
  givenLeft: number;
  givenRight: number;
  surnameLeft: number;
  surnameRight: number;
}

/** A record of a file. */
export interface RecordPlace {
  records: PreparedRecords;
  index: number;
}

export class NameComparison {
  private readonly similar = new JaroWinkler();
  private readonly givenLevels = new PairMemory((a, b) => this.levelOf(a, b, true));
  private readonly surnameLevels = new PairMemory((a, b) => this.levelOf(a, b, false));
  private readonly names: ValueTable<VocabularyName>;
  /** Reused: valid until the next comparison. */
  private readonly best: NameComparisonResult = emptyResult();

  constructor(
    vocabulary: Vocabulary,
    private readonly givenCounts: Int32Array,
  ) {
    this.names = vocabulary.names;
  }

  /** The answer is overwritten by the next call. */
  compare(left: RecordPlace, right: RecordPlace): NameComparisonResult {
    const { best } = this;
    best.given = UNKNOWN;
    best.surname = UNKNOWN;
    let bestCost = Infinity;
    const a = left.records.readings;
    const b = right.records.readings;
    const aEnd = a.starts[left.index + 1] ?? 0;
    const bEnd = b.starts[right.index + 1] ?? 0;
    const bStart = b.starts[right.index] ?? 0;
    for (let i = a.starts[left.index] ?? 0; i < aEnd; i += 2) {
      const givenA = a.items[i] ?? NOTHING;
      const surnameA = a.items[i + 1] ?? NOTHING;
      for (let j = bStart; j < bEnd; j += 2) {
        const givenB = b.items[j] ?? NOTHING;
        const surnameB = b.items[j + 1] ?? NOTHING;
        let given = this.level(givenA, givenB, this.givenLevels);
        let surname = this.level(surnameA, surnameB, this.surnameLevels);
        if (given >= DISTANT && surname >= DISTANT && given !== UNKNOWN && surname !== UNKNOWN) {
          if (this.level(givenA, surnameB, this.surnameLevels) <= CLOSE) given = SWAPPED;
          if (this.level(surnameA, givenB, this.surnameLevels) <= CLOSE) surname = SWAPPED;
        }
        const cost = costOf(given) + costOf(surname);
        if (cost >= bestCost) continue;
        bestCost = cost;
        best.given = given;
        best.surname = surname;
        best.givenLeft = givenA;
        best.givenRight = givenB;
        best.surnameLeft = surnameA;
        best.surnameRight = surnameB;
      }
    }
    return best;
  }

  private level(a: number, b: number, memory: PairMemory): number {
    if (a === NOTHING || b === NOTHING) return UNKNOWN;
    return a === b ? EQUAL : memory.of(a, b);
  }

  private levelOf(aNumber: number, bNumber: number, isGiven: boolean): number {
    const a = this.names.values[aNumber];
    const b = this.names.values[bNumber];
    if (a === undefined || b === undefined) return MISSING;
    if (a.joined === b.joined) return NAME.equal;
    if (a.joinedCore === b.joinedCore || sameWords(a.core, b.core)) return NAME.core;
    if (isGiven && areForms(a.joined, b.joined)) return NAME.variant;
    if (isInitialOf(a, b) || isInitialOf(b, a) || isPartOf(a.core, b.core) || isPartOf(b.core, a.core))
      return NAME.variant;
    const likeness = this.similar.similarity(a.joinedCore, b.joinedCore);
    const isFuzzy = likeness >= 0.88 || (a.sound === b.sound && a.sound !== NONE);
    if (isFuzzy && !(isGiven && this.isEstablished(aNumber) && this.isEstablished(bNumber))) {
      return likeness >= 0.92 ? NAME.close : NAME.similar;
    }
    return isFuzzy || likeness >= 0.7 ? NAME.distant : NAME.different;
  }

  private isEstablished(name: number): boolean {
    return (this.givenCounts[name] ?? 0) >= ESTABLISHED || isKnownGivenName(this.names.values[name]?.joined ?? '');
  }
}

function emptyResult(): NameComparisonResult {
  return {
    given: MISSING,
    surname: MISSING,
    givenLeft: NONE,
    givenRight: NONE,
    surnameLeft: NONE,
    surnameRight: NONE,
  };
}

function costOf(level: number): number {
  return level === UNKNOWN ? COST_OF_MISSING : (COST[level] ?? 0);
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return (
    a.length > 1 && a.length === b.length && a.every((word) => b.includes(word)) && b.every((word) => a.includes(word))
  );
}

/** One letter, or the first letters of all words: `j`, `j p` and `jp` of `jean pierre`. */
function isInitialOf(short: VocabularyName, long: VocabularyName): boolean {
  if (short.joined.length > long.words.length && short.joined.length > 1) return false;
  return (
    long.joined.length > 1 &&
    long.words
      .map((word) => word.charAt(0))
      .join('')
      .startsWith(short.joined)
  );
}

function isPartOf(few: readonly string[], many: readonly string[]): boolean {
  return few.length < many.length && few.every((word) => word.length > 1 && many.includes(word));
}
