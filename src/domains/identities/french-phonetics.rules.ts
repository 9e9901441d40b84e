/**
 * A phonetic key for French surnames after FONEM (Bouchard, Brard and Lavoie, "FONEM: un code de transcription phonétique
 * pour la reconstitution automatique des familles saguenayennes", Population 36, 1981), reduced to the rules that matter for
 * spelling variants. Example: `gauthier` and `gautier` are both `GOTY`.
 */

/** In this order; the input is lower-case letters, sounds already decided are upper case or a digit (nasal vowels). */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/(.)\1+/g, '$1'],
  [/(?<=..)[tdspxz]+$/g, ''],
  [/^h|(?<![csp])h/g, ''],
  [/eau|aul(?=$|t)|au|o(?=t$)/g, 'O'],
  [/ph/g, 'F'],
  [/sch|sh|ch/g, 'C'],
  [/h/g, ''],
  [/bv/g, 'v'],
  [/s(?=[nm])/g, ''],
  [/gn/g, 'N'],
  [/qu?/g, 'k'],
  [/gu(?=[eiy])/g, 'G'],
  [/g(?=[eiy])|j/g, 'J'],
  [/c(?=[eiy])/g, 's'],
  [/[ck]+/g, 'k'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/w/g, 'v'],
  [/(?:ain|ein|aim|im|ym|yn|in|un|um)(?![aeiouyO])/g, '1'],
  [/(?:ean|an|am|en|em)(?![aeiouyO])/g, '2'],
  [/(?:on|om)(?![aeiouyO])/g, '3'],
  [/oi|oy/g, 'W'],
  [/ou/g, 'U'],
  [/oeu|eu/g, 'e'],
  [/(?:ier|iere|yer)$/g, 'ye'],
  [/(?:ai|ei|ay|ey)/g, 'e'],
  [/er$/g, 'e'],
  [/[yi]/g, 'y'],
  [/(.)\1+/g, '$1'],
  [/(?<=..)e$/g, ''],
];

/** The key of a text of lower-case letters without spaces; '' for nothing. Equal keys sound alike in French. */
export function frenchPhoneticKey(text: string): string {
  let key = text.replace(/[^a-z]/g, '');
  for (const [pattern, sound] of RULES) key = key.replace(pattern, sound);
  return key.toUpperCase();
}
