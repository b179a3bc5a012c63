import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { newInteractionId, newPairingCode, pairingHash, typedCode } from "./codes.js";

describe("codes of channels", () => {
  it("pairing codes come in groups, interaction ids in eight characters, both of Crockford's alphabet and never the same", () => {
    const codes = Array.from({ length: 200 }, newPairingCode);
    for (const code of codes) expect(code).to.match(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    for (let i = 0; i < 200; i++) expect(newInteractionId()).to.match(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(new Set(codes).size).to.equal(200);
  });

  it("are read as they were meant, whatever stands between and around the characters", () => {
    const noise = fc.constantFrom("", " ", "-", "\u2013", "\n", "\u0000", ".");
    fc.assert(
      fc.property(fc.infiniteStream(fc.tuple(noise, fc.boolean())), (stream) => {
        const code = newPairingCode();
        const typed = [...code.replace(/0/g, "o").replace(/1/g, "I")].map((character) => {
          const [between, isLower] = stream.next().value as [string, boolean];
          return between + (isLower ? character.toLowerCase() : character);
        });
        expect(typedCode(typed.join(""))).to.equal(code.replaceAll("-", ""));
      }),
    );
    expect(typedCode("lIo")).to.equal("110");
    expect(typedCode("K7QD")).to.not.equal(typedCode("K7QE"));
  });

  it("are kept as SHA-256 of what was meant", async () => {
    const expected = createHash("sha256").update("K7QD02MX9FRA").digest("hex");
    expect(await pairingHash("k7qd-o2mx-9fra")).to.equal(expected);
  });
});
