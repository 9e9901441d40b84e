/** E-mail addresses, phones, matricules and birth dates in the one form in which they are compared; '' for unknown. */
import { asciiLower, plainText } from './plain-text.rules';

const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com yahoo.fr yahoo.com ymail.com rocketmail.com hotmail.fr hotmail.com hotmail.be outlook.fr outlook.com live.fr live.com msn.com ' +
    'orange.fr wanadoo.fr free.fr sfr.fr neuf.fr cegetel.net club-internet.fr laposte.net bbox.fr numericable.fr aliceadsl.fr voila.fr ' +
    'icloud.com me.com mac.com aol.com aol.fr gmx.fr gmx.com gmx.de web.de mail.com proton.me protonmail.com tutanota.com zoho.com yandex.com mail.ru skynet.be bluewin.ch'
  ).split(' '),
);

const ROLE_MAILBOXES: ReadonlySet<string> = new Set(
  (
    'accueil achats admin administration agence association assistance atelier boutique bureau candidature comptabilite compta commercial communication contact ' +
    'contacts direction drh equipe facturation finance gestion hello hr info infos informatique it job jobs juridique logistique mail marketing noreply office ' +
    'paie personnel presse production reception recrutement rh sales sav secretariat service support team technique ventes webmaster'
  ).split(' '),
);

const PLACEHOLDER_BIRTH_DATES: ReadonlySet<string> = new Set(['19000101', '19700101']);

/** A mailbox taken apart. */
export interface Mailbox {
  /** Lower case, without `+tag`. */
  address: string;
  local: string;
  domain: string;
  /** The letters of the local part alone. */
  letters: string;
  /** Of nobody in particular: `contact@`, `rh@`. */
  isRole: boolean;
  isFreeMail: boolean;
}

/** Null for what is no address. @example mailbox('Jean.Dupont+rh@ACME.fr')?.address === 'jean.dupont@acme.fr' */
export function mailbox(value: string): Mailbox | null {
  const text = asciiLower(value.trim());
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at)).replace(/\+.*$/, '');
  const domain = text.slice(at + 1);
  if (local === '' || domain === '' || /\s/.test(text)) return null;
  const letters = local.replace(/[^a-z]/g, '');
  const isRole = ROLE_MAILBOXES.has(letters) || /^no-?reply/.test(local);
  return { address: `${local}@${domain}`, local, domain, letters, isRole, isFreeMail: FREE_MAIL_DOMAINS.has(domain) };
}

/** The last nine digits, which are the same with and without the country. @example phoneDigits('+33 6 12 34 56 78') === '612345678' */
export function phoneDigits(value: string | null | undefined): string {
  if (!value) return '';
  const digits = value.replace(/\D/g, '');
  return digits.length < 6 ? '' : digits.slice(-9);
}

/** Without spaces and leading zeros. @example matriculeText(' 00 42a') === '42A' */
export function matriculeText(value: string | null | undefined): string {
  if (!value) return '';
  return asciiLower(value).replace(/\s+/g, '').replace(/^0+/, '').toUpperCase();
}

/** Eight digits, year first; other text as it is; '' for none and for placeholders. */
export function birthDateText(value: string | null | undefined): string {
  if (!value) return '';
  const digits = value.replace(/\D/g, '');
  if (digits.length !== 8) return plainText(value);
  return PLACEHOLDER_BIRTH_DATES.has(digits) ? '' : digits;
}
