import { expect } from "chai";
import fc from "fast-check";
import { onlyAddress, plainAddress } from "./address.js";

describe("addresses of people", () => {
  it("are plain ones in lower case", () => {
    expect(plainAddress("Ann.Lee+x@Example.COM")).to.equal("ann.lee+x@example.com");
    for (const bad of ["", "ann", "@a.test", "ann@", "a b@c.test", '"a b"@c.test', "a@b..c", ".a@b.test", "a.@b.test", "a@-b.test", `${"a".repeat(65)}@b.test`])
      expect(plainAddress(bad), bad).to.equal(undefined);
  });

  it("do not fold into another by letters that only look or lower like ASCII", () => {
    // KELVIN SIGN lowers to k, and Cyrillic а looks like a.
    expect(plainAddress("bo\u212Ab@people.test")).to.equal(undefined);
    expect(plainAddress("\u0430nn@people.test")).to.equal(undefined);
    expect(plainAddress("ann@people.test\u0000")).to.equal(undefined);
  });

  it("are found in a From field with one author", () => {
    const fields = [
      "ann@a.test",
      " <Ann@A.test>",
      "Ann Lee <ann@a.test>",
      '"Lee, Ann (me)" <ann@a.test>',
      "Ann <ann@a.test> (work)",
      "=?utf-8?q?=C3=84nn?= <ann@a.test>",
    ];
    for (const field of fields) expect(onlyAddress(field), field).to.equal("ann@a.test");
    expect(onlyAddress('"boss@a.test" <eve@evil.test>')).to.equal("eve@evil.test");
    expect(onlyAddress(" Ann\r\n <ann@a.test>")).to.equal("ann@a.test");
  });

  it("are not guessed where a field can be read in two ways", () => {
    const fields = [
      "",
      "ann@a.test, eve@evil.test",
      "ann@a.test <eve@evil.test>",
      "<ann@a.test> <eve@evil.test>",
      "friends: ann@a.test, eve@evil.test;",
      "<ann@a.test>eve@evil.test",
      'ann@a.test"x" <eve@evil.test>',
      "ann@a.test (<eve@evil.test>",
      "<@evil.test:ann@a.test>",
      "ann@a.test\u0000@evil.test",
    ];
    for (const field of fields) expect(onlyAddress(field), field).to.equal(undefined);
  });

  it("never throw, and what comes out is plain", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a@<>"(),;:\\ .é\r\n'.split("")), maxLength: 40 }), (field) => {
        const address = onlyAddress(field);
        expect(address === undefined || plainAddress(address) === address).to.equal(true);
      }),
    );
  });
});
