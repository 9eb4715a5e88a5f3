/** IPv4 addresses and DNS names as text. */

/** Whether `value` is an IPv4 in dotted quads, each octet 0 to 255 without leading zeros. */
export function isIpv4(value: string): boolean {
  return (
    /^((25[0-5]|2[0-4]\d|1?\d?\d|[1-9]\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/.test(value) &&
    !/(^|\.)0\d/.test(value)
  );
}

/** Whether `value` is a host name with at least one dot. */
export function isDnsName(value: string): boolean {
  return value.includes(".") && isHostName(value);
}

/** Whether `value` is an IPv4 or a host name (one label is enough). */
export function isAddress(value: string): boolean {
  return isIpv4(value) || isHostName(value);
}

/** A name whose last label is a number is none: resolvers take `0x7f000001` for 127.0.0.1. */
function isHostName(value: string): boolean {
  if (value.length > 253) return false;
  const labels = value.split(".");
  const last = labels.at(-1) ?? "";
  return (
    !/^(\d+|0x[\da-f]*)$/i.test(last) &&
    labels.every((label) => /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label))
  );
}

/** Whether `value` names the machine that reads it. */
export function isLoopback(value: string): boolean {
  return /^((.+\.)?localhost|localhost\.localdomain|127\..*|0\.0\.0\.0)$/i.test(value);
}

/** Networks the internet does not route, as prefix and length. */
const UNROUTED: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Whether `value` is an IPv4 that the internet routes. */
export function isPublicIpv4(value: string): boolean {
  return (
    isIpv4(value) && !UNROUTED.some(([network, length]) => prefix(value, length) === prefix(network, length))
  );
}

/** Networks that exist in documentation alone (RFC 5737). */
const DOCUMENTATION = ["192.0.2.", "198.51.100.", "203.0.113."];

/** Whether `value` is an IPv4 that stands in documentation and is no host's. */
export function isDocumentation(value: string): boolean {
  return isIpv4(value) && DOCUMENTATION.some((network) => value.startsWith(network));
}

function prefix(address: string, length: number): number {
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return Math.floor(number / 2 ** (32 - length));
}

/** Whether an IPv4 can be a host's: not this host itself, not a group's, not a network's first or the broadcast address. */
export function isUsableIpv4(value: string): boolean {
  const first = Number(value.split(".")[0]);
  return isIpv4(value) && first > 0 && first !== 127 && first < 224;
}
