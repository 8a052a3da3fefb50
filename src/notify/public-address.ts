/**
 * Which IP addresses a message may be sent to: those of the public Internet and no others. A name in the operator's configuration may lead
 * anywhere, and tomorrow somewhere else; what it leads to is asked here just before each connection.
 *
 * Source: the special-purpose address registries of IANA (RFC 6890 and its updates). IPv6 is allowed by what is given out (2000::/3) less what
 * stands for an IPv4 address or for no host, so that a range nobody thought of is refused.
 */
import { BlockList, isIP } from "node:net";

const REFUSED_V4 = [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24],
  ["192.31.196.0", 24], ["192.52.193.0", 24], ["192.88.99.0", 24], ["192.168.0.0", 16], ["192.175.48.0", 24], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 4], ["240.0.0.0", 4],
] as const;
const GIVEN_OUT_V6 = ["2000::", 3] as const;
/** Teredo and 6to4 carry IPv4 addresses; the others name no host. */
const REFUSED_V6 = [["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["3fff::", 20]] as const;

const refusedV4 = listOf(REFUSED_V4, "ipv4");
const refusedV6 = listOf(REFUSED_V6, "ipv6");
const givenOutV6 = listOf([GIVEN_OUT_V6], "ipv6");

/** False for anything that is not an address as well. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, "$1");
  // A zone (`fe80::1%eth0`) belongs to this machine's own networks.
  if (bare.includes("%")) return false;
  switch (isIP(bare)) {
    case 4: return !refusedV4.check(bare, "ipv4");
    case 6: return givenOutV6.check(bare, "ipv6") && !refusedV6.check(bare, "ipv6");
    default: return false;
  }
}

/** The host of a URL is an address and not a name, so nothing will be looked up for it. `host` as in `URL.hostname`. */
export function isAddress(host: string): boolean {
  return isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

function listOf(ranges: readonly (readonly [string, number])[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, family);
  return list;
}
