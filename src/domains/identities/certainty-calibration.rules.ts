/**
 * How many bits certainty takes, as decisions have shown it (isotonic regression, pool adjacent violators). Example: of 200 decided
 * pairs one with 12 capped bits was false, so nothing up to 12 bits is linked without a human, whatever 1 / (1 + 2 ** -12) says.
 */
import type { DecidedPair } from './identities.types';

/** Fewer decisions say nothing about one in a thousand. */
export const CALIBRATED_FROM = 200;
const CERTAIN = 0.999;

interface Block {
  /** Highest capped bits of it. */
  bits: number;
  same: number;
  pairs: number;
}

/**
 * Capped bits from which on a link needs no human: `least`, or just above the last stretch of bits where fewer than 999 in 1,000
 * pairs were the same. It never asks for less than `least`: people decide about doubtful pairs, which say little about the others.
 */
export function calibratedBits(lessons: readonly DecidedPair[], least: number): number {
  const weighed = lessons.flatMap(({ cappedBits, isSame }) => (cappedBits === null ? [] : [{ cappedBits, isSame }]));
  if (weighed.length < CALIBRATED_FROM) return least;
  const doubtful = isotonicBlocks(weighed).filter(({ same, pairs }) => same / pairs < CERTAIN);
  const highest = doubtful.at(-1)?.bits ?? -Infinity;
  return highest < least ? least : highest + 1e-6;
}

/** Rates that never fall with the bits: neighbours that would fall are pooled. */
function isotonicBlocks(weighed: readonly { cappedBits: number; isSame: boolean }[]): Block[] {
  const blocks: Block[] = [];
  for (const { cappedBits: bits, isSame } of [...weighed].sort((a, b) => a.cappedBits - b.cappedBits)) {
    let block = { bits, same: Number(isSame), pairs: 1 };
    for (let last = blocks.at(-1); last !== undefined && mustPool(last, block); last = blocks.at(-1)) {
      block = { bits, same: last.same + block.same, pairs: last.pairs + block.pairs };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks;
}

/** Of equal bits the order means nothing. */
function mustPool(last: Block, next: Block): boolean {
  return last.bits === next.bits || last.same * next.pairs >= next.same * last.pairs;
}
