import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { bearerOf, configSchema, isPlain } from "./config.js";

describe("the config of the link", () => {
  const token = new Secret("oct_1", "gateway.token");

  it("takes addresses of servers, with a path where a proxy has one", () => {
    for (const url of ["https://cowork.example.org", "http://cloud:7370", "https://example.org/cowork/"])
      expect(configSchema.safeParse({ url, token }).success, url).to.equal(true);
  });

  for (const url of ["ftp://x", "cloud:7370", "https://me:pass@x.example", "https://x.example?a=b", "https://x.example#a", ""])
    it(`refuses ${url || "no address"}`, () => {
      expect(configSchema.safeParse({ url, token }).success).to.equal(false);
    });

  it("takes no literal token", () => {
    expect(configSchema.safeParse({ url: "https://x.example", token: "oct_1" }).success).to.equal(false);
  });

  it("refuses a token that no header carries, without saying what it is", () => {
    expect(bearerOf(new Secret("oct_abc\n", "t"))).to.equal("oct_abc");
    for (const value of ["", "  ", "oct_a\nb", "oct_ä", "two words"]) {
      const refuse = () => bearerOf(new Secret(value, "t"));
      expect(refuse).to.throw("The token of this gateway");
      expect(refuse).to.not.throw(/oct_|two/);
    }
  });

  it("knows where a token crosses a network in the clear", () => {
    expect(["http://cloud:7370", "http://10.0.0.5"].map(isPlain)).to.deep.equal([true, true]);
    expect(["https://cloud", "http://localhost:7370", "http://127.0.0.1", "http://[::1]:1"].map(isPlain)).to.deep.equal([false, false, false, false]);
  });
});
