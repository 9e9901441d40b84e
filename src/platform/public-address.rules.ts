/**
 * Which IP addresses are of the public internet. Everything else is refused as the goal of a request that a user's URL asks
 * for: this machine, the network around it, and the metadata services of clouds. Source: the special-purpose registries of
 * IANA (RFC 6890 and later entries).
 */

/** IPv4 networks that are not public: base address and prefix length. */
const REFUSED_IPV4: readonly (readonly [base: string, prefixBits: number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers; the metadata service of Alibaba Cloud
  ['127.0.0.0', 8], // this machine
  ['168.63.129.16', 32], // the platform service of Azure, reachable from virtual machines only
  ['169.254.0.0', 16], // link-local; the metadata services of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays, no longer in use
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 3], // multicast, reserved and broadcast
];

/** Networks inside 2000::/3, the only range of public IPv6 addresses, that are not public: first groups and prefix length. */
const REFUSED_IPV6: readonly (readonly [groups: readonly number[], prefixBits: number])[] = [
  [[0x2001, 0x0000], 23], // protocol assignments: Teredo, benchmarks, ORCHID
  [[0x2001, 0x0db8], 32], // documentation
  [[0x2002], 16], // 6to4, which carries any IPv4 address
  [[0x3fff, 0x0000], 20], // documentation
];

/**
 * True for an address of the public internet, as `dns.lookup` or the host of a parsed URL has it (without brackets). What is
 * no IP address at all is not public either.
 * @example isPublicAddress('93.184.216.34') is true, isPublicAddress('::ffff:10.0.0.1') is false
 */
export function isPublicAddress(address: string): boolean {
  const bytes = ipv4Bytes(address);
  if (bytes !== null) return isPublicIpv4(bytes);
  const groups = ipv6Groups(address);
  return groups !== null && isPublicIpv6(groups);
}

/** True when `host` is an IPv4 or IPv6 address and no name. */
export function isIpAddress(host: string): boolean {
  return ipv4Bytes(host) !== null || ipv6Groups(host) !== null;
}

function isPublicIpv4(bytes: readonly number[]): boolean {
  return !REFUSED_IPV4.some(([base, prefixBits]) => startsWith(bytes, { base: ipv4Bytes(base) ?? [], prefixBits }, 8));
}

/** Addresses that carry an IPv4 address are outside 2000::/3 and refused, but for NAT64 (RFC 6052), which leads where that one leads. */
function isPublicIpv6(groups: readonly number[]): boolean {
  if (startsWith(groups, { base: [0x64, 0xff9b, 0, 0, 0, 0], prefixBits: 96 }, 16)) {
    return isPublicIpv4(groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]));
  }
  if (!startsWith(groups, { base: [0x2000], prefixBits: 3 }, 16)) return false;
  return !REFUSED_IPV6.some(([base, prefixBits]) => startsWith(groups, { base, prefixBits }, 16));
}

/** True when the first `prefixBits` of both are the same; each part has `partBits`. */
function startsWith(
  parts: readonly number[],
  network: { base: readonly number[]; prefixBits: number },
  partBits: number,
): boolean {
  for (let index = 0; index * partBits < network.prefixBits; index += 1) {
    const shift = Math.max(0, (index + 1) * partBits - network.prefixBits);
    if ((parts[index] ?? 0) >> shift !== (network.base[index] ?? 0) >> shift) return false;
  }
  return true;
}

function ipv4Bytes(text: string): number[] | null {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return null;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

/** The eight groups of an IPv6 address, zone left out, the IPv4 form of the last two understood. */
function ipv6Groups(text: string): number[] | null {
  const [address = ''] = text.split('%');
  const halves = address.split('::');
  if (halves.length > 2 || !address.includes(':')) return null;
  const [first, last] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  if (first === undefined || first === null || last === null) return null;
  if (last === undefined) return first.length === 8 ? first : null;
  const zeros = 8 - first.length - last.length;
  return zeros < 1 ? null : [...first, ...Array<number>(zeros).fill(0), ...last];
}

function groupsOf(text: string, isEnd: boolean): number[] | null {
  const groups: number[] = [];
  const parts = text === '' ? [] : text.split(':');
  for (const [index, part] of parts.entries()) {
    const bytes = isEnd && index === parts.length - 1 ? ipv4Bytes(part) : null;
    if (bytes !== null) groups.push(...pairsOf(bytes));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function pairsOf([a = 0, b = 0, c = 0, d = 0]: readonly number[]): [number, number] {
  return [a * 256 + b, c * 256 + d];
}
