/** Whom an address stands for when requests are counted. */

/**
 * An IPv4 address as it is; of an IPv6 address the /64, since every household and host has a whole one to send from.
 * @example networkOf('2001:db8:1:2:3:4:5:6') is '2001:db8:1:2::/64', networkOf('::ffff:10.0.0.1') is '10.0.0.1'
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [left = '', right = ''] = address.split('::');
  const [first, last] = [groupsOf(left), groupsOf(right)];
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}

function groupsOf(part: string): string[] {
  const groups = part.split(':').filter((group) => group !== '');
  return groups.map((group) => Number.parseInt(group, 16).toString(16));
}
