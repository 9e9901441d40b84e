/** Work mailboxes and payroll numbers of the demo people: the same in the plan, in the fake Payfit and in the fake Gryzzly. */
import { demoId } from './demo-ids.rules';
import type { DemoPlan, RosterEntry } from './demo.types';

/** Reserved for examples: no mail ever leaves for it. */
export const DEMO_MAIL_DOMAIN = 'atelier-demo.example';

/** @example workMailbox('Élodie Montfray') is elodie.montfray@atelier-demo.example */
export function workMailbox(fullName: string): string {
  const plain = fullName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return `${plain.replace(/[^a-z]+/g, '.')}@${DEMO_MAIL_DOMAIN}`;
}

/** Payroll number of whoever is at that place of the roster. @example the third has 0003 */
export function demoMatricule(position: number): string {
  return String(position + 1).padStart(4, '0');
}

/** Whom the plan knows by name and number alone. */
const withoutAddress: readonly string[] = ['karim', 'camille'];

/** Addresses of the roster. */
export function demoEmails(roster: readonly RosterEntry[]): DemoPlan['personEmails'] {
  return roster
    .filter(({ key }) => !withoutAddress.includes(key))
    .map(({ key, name }) => ({
      id: demoId('person_email', key),
      personId: demoId('person', key),
      email: workMailbox(name),
      kind: 'corporate',
      isPrimary: true,
      verified: true,
      source: 'manual',
    }));
}
