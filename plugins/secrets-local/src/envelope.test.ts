import { randomBytes } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { keyIdOf, type MasterKey, open, seal } from "./envelope.js";

const aKey = (id = "01KEY"): MasterKey => ({ id, bytes: randomBytes(32) });
const place = fc.record({ tenant: fc.string(), name: fc.string() });
const content = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

describe("a sealed value", () => {
  it("opens to what was sealed, and names its key", () => {
    fc.assert(
      fc.property(place, content, (where, value) => {
        const key = aKey();
        const sealed = seal(key, where, value);
        expect(open(key, where, sealed).equals(value)).to.equal(true);
        expect(keyIdOf(sealed)).to.equal(key.id);
      }),
    );
  });

  it("does not open when any one bit is changed", () => {
    const key = aKey();
    const where = { tenant: "t", name: "n" };
    const sealed = seal(key, where, Buffer.from("value"));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => open(key, where, changed), `bit ${bit}`).to.throw();
    }
  });

  it("does not open when it is cut or lengthened", () => {
    const key = aKey();
    const where = { tenant: "t", name: "n" };
    const sealed = seal(key, where, Buffer.from("value"));
    for (let length = 0; length < sealed.length; length++) expect(() => open(key, where, sealed.subarray(0, length))).to.throw();
    expect(() => open(key, where, Buffer.concat([sealed, Buffer.alloc(1)]))).to.throw();
  });

  it("does not open for another tenant or under another name", () => {
    fc.assert(
      fc.property(place, place, content, (where, other, value) => {
        fc.pre(where.tenant !== other.tenant || where.name !== other.name);
        const key = aKey();
        const sealed = seal(key, where, value);
        expect(() => open(key, other, sealed)).to.throw();
      }),
    );
  });

  it("keeps a tenant and name apart that read the same together", () => {
    const key = aKey();
    const sealed = seal(key, { tenant: "a", name: "bc" }, Buffer.from("x"));
    expect(() => open(key, { tenant: "ab", name: "c" }, sealed)).to.throw();
  });

  it("does not open with another key of the same id", () => {
    const where = { tenant: "t", name: "n" };
    expect(() => open(aKey(), where, seal(aKey(), where, Buffer.from("x")))).to.throw();
  });

  it("never looks the same twice, and does not contain the value", () => {
    const key = aKey();
    const where = { tenant: "t", name: "n" };
    const [one, two] = [seal(key, where, Buffer.from("canary")), seal(key, where, Buffer.from("canary"))];
    expect(one.equals(two)).to.equal(false);
    expect(one.includes("canary")).to.equal(false);
  });

  it("is recognised by its first bytes only", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        fc.pre(Buffer.from(bytes).subarray(0, 4).toString() !== "OCS1");
        expect(keyIdOf(bytes)).to.equal(undefined);
      }),
    );
  });
});
