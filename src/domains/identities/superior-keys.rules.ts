/** Whom a manager's address means: the person of the file who has it. */
import { mailbox } from './contact-values.rules';
import type { IdentityRecord } from './identities.types';
import type { ManagerKey } from './prepared-records.rules';

/** How a manager who is a person of the file is written in a column; no address looks like it. */
export const managerKeyOf = (personId: string): string => `person ${personId}`;

/** An address of two people means neither. */
export function managerKeys(people: readonly IdentityRecord[]): ManagerKey {
  const owners = new Map<string, string>();
  for (const { id, emails = [] } of people) {
    for (const email of emails) takeAddress(owners, mailbox(email)?.address ?? '', id);
  }
  return (address) => {
    const owner = owners.get(address) ?? '';
    return owner === '' ? address : managerKeyOf(owner);
  };
}

/** Notes whose an address is; '' once it is of two. */
export function takeAddress(owners: Map<string, string>, address: string, id: string): void {
  const other = owners.get(address);
  owners.set(address, other === undefined || other === id ? id : '');
}
