import type { LookupAddress, lookup } from "node:dns";
import { expect } from "chai";
import { demandPublic, isPrivateAddress, publicLookup } from "./address-guard.js";

const PRIVATE = [
  ...["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255"],
  ...[
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
  ],
];
const PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"];

function resolving(addresses: string[] | Error): typeof lookup {
  const answer = (_name: string, _options: unknown, callback: (error: Error | null, found: LookupAddress[]) => void) =>
    addresses instanceof Error
      ? callback(addresses, [])
      : callback(
          null,
          addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
        );
  return answer as unknown as typeof lookup;
}

function looked(addresses: string[] | Error, all = false): Promise<unknown> {
  return new Promise((resolve, reject) => {
    publicLookup(resolving(addresses))("peer.example", { all }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

describe("the address guard", () => {
  for (const address of PRIVATE) it(`knows ${address} as private`, () => expect(isPrivateAddress(address)).to.equal(true));
  for (const address of PUBLIC) it(`knows ${address} as public`, () => expect(isPrivateAddress(address)).to.equal(false));

  for (const url of [
    ...[
      "http://example.com/",
      "ftp://example.com/",
      "file:///etc/passwd",
      "https://localhost/",
      "https://LOCALHOST:8443/",
      "https://a.localhost/",
      "https://localhost./",
    ],
    ...[
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://0177.0.0.1/",
      "https://[::1]/",
      "https://[::ffff:169.254.169.254]/",
      "https://user:pw@10.0.0.1/",
    ],
  ])
    it(`refuses ${url}`, () => expect(() => demandPublic(new URL(url))).to.throw("allowPrivate"));
  for (const url of ["https://example.com/", "https://1.1.1.1/", "https://[2606:4700:4700::1111]/"])
    it(`lets ${url} pass`, () => expect(() => demandPublic(new URL(url))).to.not.throw());

  it("refuses names that lead into a private network, wholly or in part", async () => {
    for (const addresses of [["127.0.0.1"], ["1.1.1.1", "169.254.169.254"], ["::ffff:10.0.0.1"], []])
      expect(await looked(addresses).catch((error: unknown) => error)).to.have.property("code", "provider.failed");
  });

  it("hands on what it looked at, and failures as they are", async () => {
    expect(await looked(["1.1.1.1", "1.0.0.1"])).to.equal("1.1.1.1");
    expect(await looked(["1.1.1.1"], true)).to.deep.equal([{ address: "1.1.1.1", family: 4 }]);
    expect(await looked(Object.assign(new Error("no such name"), { code: "ENOTFOUND" })).catch((error: unknown) => error)).to.have.property(
      "code",
      "ENOTFOUND",
    );
  });
});
