/** What is a time zone: a name of the IANA database that this Node.js knows, as every other part of the system knows it too. */

/**
 * Names by which Node still calls zones that were renamed. The new ones are stored: where a system has no links of old names, the
 * scheduler would not find them.
 */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** Names alone, no offsets such as `+02:00`: an offset has no summer time. @example isTimeZone('Europe/Paris') === true */
export function isTimeZone(name: string): boolean {
  return knownName(name) !== undefined;
}

/**
 * The one name under which a zone is stored. Node takes any capitals and many old names, others do not.
 * @example 'europe/paris' is 'Europe/Paris', 'US/Pacific-New' is 'America/Los_Angeles', 'Asia/Kolkata' stays
 * @throws RangeError for what is no time zone
 */
export function storedTimeZone(name: string): string {
  const known = knownName(name);
  if (known === undefined) throw new RangeError(`${JSON.stringify(name)} is no time zone`);
  return RENAMED[known] ?? known;
}

function knownName(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined; // RangeError, the only thing it throws for a string
  }
}
