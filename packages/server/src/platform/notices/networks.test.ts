import { describe, expect, test } from "vitest";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { PostFailed } from "./guarded-post.ts";
import { guardedPost, requireTarget, type PostRules } from "./guarded-post.ts";
import { mayReach, networksOf } from "./networks.ts";

const nothing = networksOf([]);

describe("which addresses a webhook may reach", () => {
  test.each([
    ["this machine", "127.0.0.1"],
    ["this machine, another spelling", "127.255.255.254"],
    ["this network", "0.0.0.0"],
    ["private, 10", "10.0.0.1"],
    ["private, 172.16", "172.31.255.255"],
    ["private, 192.168", "192.168.1.1"],
    ["shared by carriers, and the metadata of a cloud", "100.100.100.200"],
    ["link-local, and the metadata of clouds", "169.254.169.254"],
    ["multicast", "224.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["reserved", "240.0.0.1"],
    ["benchmarks", "198.18.0.1"],
    ["documentation", "203.0.113.7"],
    ["IPv6 loopback", "::1"],
    ["IPv6 unspecified", "::"],
    ["IPv6 link-local", "fe80::1"],
    ["IPv6 link-local with a zone", "fe80::1%eth0"],
    ["IPv6 unique local, and the metadata of a cloud", "fd00:ec2::254"],
    ["IPv6 multicast", "ff02::1"],
    ["IPv4-mapped, private", "::ffff:10.0.0.1"],
    ["IPv4-mapped, private, in hexadecimal", "::ffff:a00:1"],
    ["IPv4-mapped, public", "::ffff:8.8.8.8"],
    ["IPv4-translated", "::ffff:0:a00:1"],
    ["IPv4-compatible", "::7f00:1"],
    ["NAT64 of a private one", "64:ff9b::a00:1"],
    ["6to4 of a private one", "2002:a00:1::1"],
    ["Teredo", "2001:0:a00:1::1"],
    ["IPv6 documentation", "2001:db8::1"],
    ["no address", "example.cn"],
  ])("not %s (%s)", (_, address) => expect(mayReach(address, nothing)).toBe(false));

  test("public ones, and networks that a setting opened", () => {
    for (const address of ["8.8.8.8", "223.5.5.5", "2400:3200::1"])
      expect(mayReach(address, nothing), address).toBe(true);
    const office = networksOf(["10.20.0.0/16", "fd12::/16"]);
    expect(mayReach("10.20.3.4", office)).toBe(true);
    expect(mayReach("10.21.3.4", office)).toBe(false);
    expect(mayReach("fd12::9", office)).toBe(true);
    // never by way of IPv6
    expect(mayReach("::ffff:10.20.3.4", office)).toBe(false);
    expect(() => networksOf(["10.0.0.0/33"])).toThrow("10.0.0.0/33");
  });
});

const faultOf = (text: string, allowHttp = false): string | null => {
  try {
    requireTarget(text, { allowHttp, allowed: nothing });
    return null;
  } catch (error) {
    return (error as PostFailed).fault;
  }
};

test("which addresses may be typed", () => {
  expect(faultOf("https://hooks.example.cn/tixi?key=1")).toBe(null);
  expect(faultOf("https://hooks.example.cn:8443/")).toBe(null);
  expect(faultOf("http://hooks.example.cn/")).toBe("scheme-refused");
  expect(faultOf("http://hooks.example.cn/", true)).toBe(null);
  for (const text of ["ftp://a.cn/", "file:///etc/passwd", "gopher://a.cn/", "javascript:1", "//a.cn", "a.cn", ""])
    expect(faultOf(text, true), text).toBe("scheme-refused");
  // 127.0.0.1 as no guard of text would know it
  for (const host of ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "[::1]", "[::ffff:7f00:1]", "①②⑦.0.0.1"])
    expect(faultOf(`https://${host}/`), host).toBe("address-refused");
  expect(faultOf("https://user:pass@a.cn/")).toBe("address-refused");
}); // prettier-ignore

/** A receiver on a loopback address, which the rules of these tests open. */
async function receiver(
  answer: http.RequestListener,
  host = "127.0.0.1",
  port = 0,
): Promise<{ port: number; heard: string[]; close(): Promise<void> }> {
  const heard: string[] = [];
  const server = http.createServer((request, response) => {
    heard.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const rules = (more: Partial<PostRules> = {}): PostRules => ({
  allowHttp: true,
  allowed: networksOf(["127.0.0.1/32"]),
  timeoutMs: 400,
  ...more,
});
const message = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: "{}" });
const ok: http.RequestListener = (_, response) => response.end("{}");

describe("a message to a webhook", () => {
  test("goes to the address that was checked, with the name that was typed", async () => {
    const there = await receiver(ok);
    const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
    const url = `http://hooks.example.cn:${there.port}/in?a=1`;
    expect(await guardedPost(message(url), rules({ resolve }))).toBe(200);
    expect(there.heard).toEqual([`hooks.example.cn:${there.port} /in?a=1`]);
    await there.close();
  });

  test("goes nowhere where the name leads to a forbidden address, or to one among others", async () => {
    const there = await receiver(ok);
    const url = `http://hooks.example.cn:${there.port}/`;
    for (const addresses of [["10.0.0.5"], ["127.0.0.1", "169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"]]) {
      const resolve = async () =>
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      await expect(guardedPost(message(url), rules({ resolve })), String(addresses)).rejects.toThrow("address-refused"); // prettier-ignore
    }
    for (const resolve of [async () => [], async () => Promise.reject(new Error("ENOTFOUND"))])
      await expect(guardedPost(message(url), rules({ resolve }))).rejects.toThrow("name-unknown");
    expect(there.heard).toEqual([]);
    await there.close();
  });

  test("is not led astray by a name that answers differently the next moment", async () => {
    const [good, bad] = [await receiver(ok), await receiver(ok, "127.0.0.2")];
    await bad.close();
    const trap = await receiver(ok, "127.0.0.2", good.port);
    let asked = 0;
    const resolve = async () => [{ address: ++asked === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    const url = `http://rebind.example.cn:${good.port}/`;
    // the connection is made to what was checked: the name is asked once
    expect(await guardedPost(message(url), rules({ resolve }))).toBe(200);
    expect(asked).toBe(1);
    // and the next message asks and checks anew, over a new connection
    await expect(guardedPost(message(url), rules({ resolve }))).rejects.toThrow("address-refused");
    expect(good.heard).toHaveLength(1);
    expect(trap.heard).toEqual([]);
    await good.close();
    await trap.close();
  });

  test("follows no redirect", async () => {
    const secret = await receiver(ok);
    for (const status of [301, 302, 307, 308]) {
      const there = await receiver((_, response) => {
        response.writeHead(status, { location: `http://127.0.0.1:${secret.port}/admin` }).end();
      });
      expect(await guardedPost(message(`http://127.0.0.1:${there.port}/`), rules())).toBe(status);
      await there.close();
    }
    expect(secret.heard).toEqual([]);
    await secret.close();
  });

  test("waits no longer than its time, and reads no longer than its limit", async () => {
    const silent = await receiver(() => {});
    await expect(guardedPost(message(`http://127.0.0.1:${silent.port}/`), rules())).rejects.toThrow("timeout"); // prettier-ignore
    await silent.close();
    let written = 0;
    const endless = await receiver((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536))) written += 65_536;
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    const began = Date.now();
    expect(await guardedPost(message(`http://127.0.0.1:${endless.port}/`), rules({ timeoutMs: 30_000 }))).toBe(200); // prettier-ignore
    expect(Date.now() - began).toBeLessThan(5000);
    expect(written).toBeLessThan(50_000_000);
    await endless.close();
    await expect(guardedPost(message("http://127.0.0.1:1/"), rules())).rejects.toThrow("connection");
  });
});
