/**
 * The second pass over managers: one whose own account was linked is the person it was linked to. Example: an account names
 * `nb@tool.io` as manager, and the account of that address was linked to Nadia.
 */
import type { ComparedFiles } from './compared-files.rules';
import type { AccountOutcome } from './identities.types';
import { managerKeyOf, takeAddress } from './superior-keys.rules';
import { FIELD, FIELD_COUNT, MISSING } from './match-fields.rules';
import { NONE } from './value-table.rules';
import type { InSteps } from '../../shared/in-steps';

/** Compares managers again, now that some of their accounts are linked; true when that changed a comparison. */
export function* followManagers(
  files: ComparedFiles,
  outcomes: () => InSteps<readonly AccountOutcome[]>,
): InSteps<boolean> {
  const { left, right, vocabulary, store, firstPair } = files;
  const { manager } = vocabulary.columns;
  const addressOf = (index: number): string => manager.values[left.columns.manager[index] ?? NONE] ?? '';
  if (!left.ids.some((_, index) => addressOf(index).includes('@'))) return false;
  const personOf = linkedPeople(files, yield* outcomes());
  let isChanged = false;
  for (let index = 0; index < left.size; index += 1) {
    const number = manager.known(managerKeyOf(personOf.get(addressOf(index)) ?? ''));
    if (number === NONE) continue;
    left.columns.manager[index] = number;
    for (let pair = firstPair[index] ?? 0; pair < (firstPair[index + 1] ?? 0); pair += 1) {
      const theirs = right.columns.manager[store.right[pair] ?? 0] ?? NONE;
      const at = pair * FIELD_COUNT + FIELD.manager;
      const level = theirs === NONE ? MISSING : Number(theirs !== number);
      isChanged ||= store.levels[at] !== level;
      store.levels[at] = level;
    }
  }
  return isChanged;
}

/** Address -> person, of accounts that are or would be linked. */
function linkedPeople({ left, vocabulary }: ComparedFiles, outcomes: readonly AccountOutcome[]): Map<string, string> {
  const people = new Map<string, string>();
  for (const [index, { decision, candidates }] of outcomes.entries()) {
    const [first] = candidates;
    if (decision !== 'auto' || first === undefined) continue;
    const mailboxes = left.mailboxes.items.subarray(left.mailboxes.starts[index], left.mailboxes.starts[index + 1]);
    for (const number of mailboxes)
      takeAddress(people, vocabulary.mailboxes.values[number]?.address ?? '', first.personId);
  }
  return people;
}
