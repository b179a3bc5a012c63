import { expect } from "chai";
import { linkSecret } from "./sign-in-link.js";

describe("sign-in links", () => {
  it("give their secret, pasted whole or in part", () => {
    for (const text of ["http://127.0.0.1:7370/login#ocl_abc123", "#ocl_abc123", " ocl_abc123\n"]) expect(linkSecret(text)).to.equal("ocl_abc123");
  });
  it("may be the token of an administrator, however it was made", () => {
    for (const text of ["correct-horse.battery~staple", "q83vEjRWeJCrze8SNFZ4kKvN7/I0VniQ+83v==", "0123456789abcdef"]) expect(linkSecret(text)).to.equal(text);
  });
  it("are nothing without one", () => {
    for (const text of ["", "http://127.0.0.1:7370/login", "#", "<script>", "a".repeat(300)]) expect(linkSecret(text), text).to.equal(undefined);
  });
});
