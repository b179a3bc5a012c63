import { expect } from "chai";
import fc from "fast-check";
import { looksLikeCode, parseCommand } from "./parse.js";

describe("commands in chats", () => {
  const of = (text: string, handle: string | undefined = "cowork_bot") => {
    const parsed = parseCommand(text, handle);
    return parsed && `${parsed.for} ${parsed.command.name} ${parsed.command.argument}`;
  };

  it("begin a message, in any case, with our name or none", () => {
    expect(of("/help")).to.equal("us help ");
    expect(of("  /NEW  A  title \n of two lines ")).to.equal("us new A  title \n of two lines");
    expect(of("/stop@Cowork_Bot all")).to.equal("us stop all");
    expect(of("/frobnicate")).to.equal("us frobnicate ");
  });

  it("are none of our business with the name of another, or with any name where we have none", () => {
    expect(of("/stop@other_bot")).to.equal("others stop ");
    expect(of("/stop@cowork_bot2 now")).to.equal("others stop now");
    expect(parseCommand("/stop@cowork_bot", undefined)?.for).to.equal("others");
  });

  it("are no paths, and no words within a sentence", () => {
    for (const text of ["see /stop", "/etc/hosts is broken", "/", "//help", "/ help", "/1st", "help", "/stop!", "/étoile", "@cowork_bot /help", ""])
      expect(of(text), text).to.equal(undefined);
  });

  it("take any text without failing", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseCommand(`/${text}`, "x")));
    const began = performance.now();
    parseCommand(`/${"a".repeat(200_000)}`, "x");
    parseCommand(`/a${" ".repeat(200_000)}`, "x");
    expect(performance.now() - began).to.be.lessThan(500);
  });

  it("are told from pairing codes, which are twelve characters and nothing else", () => {
    for (const code of ["K7QD-02MX-9FRA", "k7qd 02mx 9fra", " K7QD02MX9FRA\n"]) expect(looksLikeCode(code), code).to.equal(true);
    for (const text of ["K7QD-02MX-9FR", "K7QD-02MX-9FRA please", "K7QD--02MX-9FRA", ""]) expect(looksLikeCode(text), text).to.equal(false);
  });
});
