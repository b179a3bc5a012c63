import { expect } from "chai";
import { demandFreePort, demandSafeBind, isLoopback, urlOf } from "./listen-address.js";

describe("listen address", () => {
  it("knows which addresses only this machine can reach", () => {
    for (const host of ["127.0.0.1", "127.8.9.1", "::1", "localhost", "::ffff:127.0.0.1"]) expect(isLoopback(host), host).to.equal(true);
    for (const host of ["0.0.0.0", "::", "192.168.0.1", "example.org", "", "128.0.0.1"]) expect(isLoopback(host), host).to.equal(false);
  });

  it("lets others reach it only behind https", () => {
    expect(() => demandSafeBind({ host: "0.0.0.0", port: 1 }, undefined, "cloud")).to.throw("cloud.publicUrl");
    expect(() => demandSafeBind({ host: "0.0.0.0", port: 1 }, "http://a.example", "cloud")).to.throw("cloud.publicUrl");
    expect(() => demandSafeBind({ host: "0.0.0.0", port: 1 }, "https://a.example", "cloud")).not.to.throw();
    expect(() => demandSafeBind({ host: "127.0.0.1", port: 1 }, undefined, "cloud")).not.to.throw();
  });

  it("writes IPv6 the way browsers read it", () => {
    expect(urlOf({ host: "::1", port: 80 })).to.equal("http://[::1]:80");
  });

  it("names an address that this machine does not have", async () => {
    const error = await demandFreePort({ host: "203.0.113.7", port: 0 }, "cloud").catch((reason: unknown) => reason);
    expect(error).to.have.property("code", "config.invalid");
  });
});
