import { describe, expect, test } from "@jest/globals";
import { isAddress, isPublicAddress } from "../../src/notify/public-address.ts";

describe("a message may go to", () => {
  test.each(["1.1.1.1", "8.8.8.8", "162.159.128.233", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.255.255", "192.169.0.1", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001:82b::200e", "[2606:4700::1]"])("%s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("a message may not go to", () => {
  test.each([
    ["this host", "0.0.0.0"], ["loopback", "127.0.0.1"], ["all of loopback", "127.255.255.254"], ["a private network", "10.0.0.1"], ["another", "172.16.0.1"], ["the end of it", "172.31.255.255"], ["a third", "192.168.1.1"],
    ["the metadata of a cloud", "169.254.169.254"], ["link-local", "169.254.0.1"], ["a carrier's own network", "100.64.0.1"], ["benchmarks", "198.18.0.1"], ["documentation", "203.0.113.9"], ["multicast", "224.0.0.1"],
    ["reserved", "240.0.0.1"], ["broadcast", "255.255.255.255"],
    ["loopback in IPv6", "::1"], ["no address in IPv6", "::"], ["link-local in IPv6", "fe80::1"], ["with a zone", "fe80::1%eth0"], ["unique local", "fd00:ec2::254"], ["multicast in IPv6", "ff02::1"],
    ["loopback mapped into IPv6", "::ffff:127.0.0.1"], ["the same in hex", "::ffff:7f00:1"], ["even a public address mapped", "::ffff:8.8.8.8"], ["a compatible address", "::127.0.0.1"],
    ["NAT64 of the metadata", "64:ff9b::a9fe:a9fe"], ["6to4 of loopback", "2002:7f00:1::"], ["Teredo", "2001:0:7f00:1::"], ["documentation in IPv6", "2001:db8::1"], ["newer documentation", "3fff::1"], ["in brackets", "[::1]"],
    ["a name", "localhost"], ["nothing", ""], ["a short form that is no address here", "127.1"], ["a number", "2130706433"],
  ])("%s: %s", (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

test("the host of a URL is told from a name, however it was written", () => {
  const host = (url: string): string => new URL(url).hostname;
  expect(["https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://[::1]/", "https://0177.0.0.1/"].map((url) => [isAddress(host(url)), isPublicAddress(host(url))])).toEqual(Array(5).fill([true, false]));
  expect(isAddress(host("https://hooks.example.com/"))).toBe(false);
});
