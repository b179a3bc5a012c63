import { expect } from "chai";
import { clientAddress } from "./trace.js";

describe("the address of a client", () => {
  it("is the socket's where no proxy is trusted, whatever a header claims", () => {
    expect(clientAddress("10.0.0.1", "203.0.113.9", 0)).to.equal("10.0.0.1");
  });
  it("is what the outermost trusted proxy saw", () => {
    expect(clientAddress("127.0.0.1", "1.1.1.1, 2.2.2.2, 203.0.113.9", 1)).to.equal("203.0.113.9");
    expect(clientAddress("127.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", 2)).to.equal("203.0.113.9");
  });
  it("is the first there is when fewer proxies speak than are trusted", () => {
    expect(clientAddress("127.0.0.1", "203.0.113.9", 3)).to.equal("203.0.113.9");
    expect(clientAddress("127.0.0.1", undefined, 3)).to.equal("127.0.0.1");
    expect(clientAddress("127.0.0.1", "", 1)).to.equal("127.0.0.1");
  });
});
