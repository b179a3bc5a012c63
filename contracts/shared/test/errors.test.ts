import { inspect } from "node:util";
import { expect } from "chai";
import { AppError, commandSchema, ERROR_CODES, ERROR_KINDS, isAppError, newId, Secret, secret } from "../src/index.js";

describe("errors, ids and secrets", () => {
  it("has a kind and a sentence for every code", () => {
    for (const [code, [kind, sentence]] of Object.entries(ERROR_CODES)) {
      expect(code).to.match(/^[a-z_]+(\.[a-z_]+)?$/);
      expect(ERROR_KINDS).to.have.property(kind);
      expect(sentence).to.match(/^[A-Z].*\.$/s);
    }
  });

  it("is recognised by its brand, whoever loaded the class", () => {
    const error = new AppError("session.not_found");
    expect(isAppError(error)).to.equal(true);
    expect(isAppError(new Error("session.not_found"))).to.equal(false);
    expect(isAppError({ code: "session.not_found" })).to.equal(false);
    expect(isAppError(null)).to.equal(false);
  });

  it("makes ids that sort by time", () => {
    const ids = [3, 1, 2].map((ms) => newId(1_700_000_000_000 + ms));
    expect([...ids].sort()).to.deep.equal([ids[1], ids[2], ids[0]]);
    expect(ids[0]).to.match(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it("never prints a secret", () => {
    const value = new Secret("hunter2", "telegram.botToken");
    for (const shown of [String(value), JSON.stringify({ value }), inspect({ value }, { depth: 9, showHidden: true }), `${value}`]) {
      expect(shown).to.not.include("hunter2");
      expect(shown).to.include("[secret telegram.botToken]");
    }
    expect(value.reveal()).to.equal("hunter2");
    expect(secret().safeParse("hunter2").success).to.equal(false);
    expect(secret().safeParse(value).success).to.equal(true);
  });

  it("refuses commands with a foreign kind, a bad id or too much text", () => {
    const prompt = { kind: "prompt", id: "c1", text: "hi" };
    expect(commandSchema.safeParse(prompt).success).to.equal(true);
    for (const bad of [
      { ...prompt, kind: "format" },
      { ...prompt, id: "a/b" },
      { ...prompt, id: "" },
      { ...prompt, text: "x".repeat(200_001) },
      { ...prompt, text: 1 },
      { kind: "approval.answer", id: "c", approval: "a", answer: "maybe" },
    ]) {
      expect(commandSchema.safeParse(bad).success, JSON.stringify(bad).slice(0, 80)).to.equal(false);
    }
  });
});
