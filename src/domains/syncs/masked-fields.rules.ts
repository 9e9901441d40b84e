/** What of a provider's record is shown: who and when, and of the rest only enough to recognise it. */

/** Fields that nobody needs to see whole, and how much of each is left. */
const MASKS: Readonly<Record<string, (value: unknown) => unknown>> = {
  birthDate: (value) => (typeof value === 'string' ? `${value.slice(0, 4)}-**-**` : value),
  birthName: initial,
  gender: () => null,
  matricule: tail,
  phones: (value) => (Array.isArray(value) ? value.map(tail) : value),
  addresses: (value) => (Array.isArray(value) ? value.map(cityOnly) : value),
  emails: (value) => (Array.isArray(value) ? value.map(maskedMailbox) : value),
  email: maskedAddress,
  voucherAmount: () => null,
  companyPartAmount: () => null,
  employeePartAmount: () => null,
};

/** The fields with the private ones masked. @example an e-mail address `jane@demo.com` is `j***@demo.com` */
export function maskedFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => {
    const mask = MASKS[name];
    return [name, mask === undefined || value === null ? value : mask(value)];
  });
  return Object.fromEntries(entries);
}

function initial(value: unknown): unknown {
  return typeof value === 'string' && value !== '' ? `${value.slice(0, 1)}***` : value;
}

function tail(value: unknown): unknown {
  return typeof value === 'string' ? `***${value.slice(-2)}` : value;
}

function maskedAddress(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const at = value.lastIndexOf('@');
  return at < 1 ? '***' : `${value.slice(0, 1)}***${value.slice(at)}`;
}

function maskedMailbox(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('address' in value)) return value;
  return { ...value, address: maskedAddress(value.address) };
}

function cityOnly(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'city' in value ? { city: value.city } : null;
}
