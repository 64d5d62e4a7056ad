import { BlockList, isIP } from "node:net";

/**
 * What no webhook may reach: this machine, private and link-local networks (there stands the metadata of clouds),
 * multicast, networks for documentation and tests, and every IPv6 form that carries an IPv4 address.
 */
const FORBIDDEN: readonly string[] = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
  "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
  "224.0.0.0/4", "240.0.0.0/4",
  "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
]; // prettier-ignore
/** Of IPv6 only what is given out for the public net; mapped, compatible, local and multicast addresses lie outside. */
const PUBLIC_V6 = "2000::/3";

const family = (address: string): "ipv4" | "ipv6" | null =>
  (({ 4: "ipv4", 6: "ipv6" }) as const)[isIP(address) as 4 | 6] ?? null;

/**
 * Networks as a list to look addresses up in.
 * @throws Error naming what is no network, such as `10.0.0.0/33`
 */
export function networksOf(list: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const text of list) {
    const [address = "", bits = ""] = text.split("/");
    const kind = family(address);
    if (!kind || !/^\d{1,3}$/.test(bits) || Number(bits) > (kind === "ipv4" ? 32 : 128))
      throw new Error(`"${text}" is no network such as 10.20.0.0/16`);
    networks.addSubnet(address, Number(bits), kind);
  }
  return networks;
}

const forbidden = networksOf(FORBIDDEN);
const publicV6 = networksOf([PUBLIC_V6]);

/**
 * Whether a webhook may connect to an address.
 * @param allowed networks that whoever runs the installation opened by a setting, e.g. the office's own
 */
export function mayReach(address: string, allowed: BlockList): boolean {
  const kind = family(address);
  if (!kind || address.includes("%")) return false;
  if (kind === "ipv6" && isMapped(address)) return false;
  if (allowed.check(address, kind)) return true;
  if (kind === "ipv6" && !publicV6.check(address, "ipv6")) return false;
  return !forbidden.check(address, kind);
}

/** ::ffff:10.0.0.1 in any spelling: URL writes it in one. */
function isMapped(address: string): boolean {
  const spelt = new URL(`http://[${address}]`).hostname;
  return /^\[::(ffff:(0:)?)?[0-9a-f]{1,4}:[0-9a-f]{1,4}\]$/.test(spelt);
}
