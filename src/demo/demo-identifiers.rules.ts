/** Work mailboxes and payroll numbers of the demo people: the same in the plan, in the fake Payfit and in the fake Gryzzly. */
import type { RosterEntry } from './demo.types';

/** Reserved for examples: no mail ever leaves for it. */
export const DEMO_MAIL_DOMAIN = 'atelier-demo.example';

/** @example workMailbox('Élodie Montfray') is elodie.montfray@atelier-demo.example */
export function workMailbox(fullName: string): string {
  const plain = fullName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return `${plain.replace(/[^a-z]+/g, '.')}@${DEMO_MAIL_DOMAIN}`;
}

/** Payroll number of whoever is at that place of the roster; contractors have none. @example the third employee has 0003 */
export function demoMatricule(entry: RosterEntry, position: number): string | null {
  return entry.contractor === true ? null : String(position + 1).padStart(4, '0');
}
