import { expect } from "chai";
import fc from "fast-check";
import { parseAuthenticationResults } from "./authentication-results.js";
import { vouchedFor } from "./vouched-for.js";

const MX = "mx.example.net";
const vouched = (field: string, address = "ann@people.test", server = MX) => vouchedFor([field], server, address);

describe("who vouches for a sender", () => {
  it("is our server, with DMARC passed for the domain of the address", () => {
    expect(vouched("mx.example.net; dmarc=pass header.from=people.test")).to.equal(true);
    expect(vouched(" MX.Example.Net 1 ; DMARC = pass (p=reject dis=none) header . from = People.test")).to.equal(true);
    expect(vouched("mx.example.net; dmarc=pass header.from=evil.test")).to.equal(false);
    expect(vouched("mx.example.net; dmarc=pass header.from=people.test.evil.test")).to.equal(false);
    expect(vouched("mx.example.net; dmarc=pass")).to.equal(false);
    expect(vouched("mx.example.net; dmarc=none header.from=people.test")).to.equal(false);
  });

  it("reads the verdicts of servers in use", () => {
    const google =
      "mx.google.com; dkim=pass header.i=@people.test header.s=s1 header.b=Ab/c+d=; spf=pass (google.com: domain of ann=x@people.test designates 192.0.2.1 as permitted sender) smtp.mailfrom=ann@people.test; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=people.test";
    expect(vouched(google, "ann@people.test", "mx.google.com")).to.equal(true);
    const rspamd =
      "mx.example.net; dkim=pass header.d=people.test header.s=x header.b=abc; spf=pass (mx.example.net: domain of ann@people.test designates 1.2.3.4) smtp.mailfrom=ann@people.test";
    expect(vouched(rspamd)).to.equal(true);
    // Exchange Online does not name itself.
    const exchange =
      "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=people.test; dkim=pass header.d=people.test;dmarc=pass action=none header.from=people.test";
    expect(vouched(exchange)).to.equal(false);
  });

  it("counts SPF and DKIM for exactly the domain, unless DMARC failed", () => {
    expect(vouched("mx.example.net; dkim=pass header.d=people.test")).to.equal(true);
    expect(vouched("mx.example.net; spf=pass smtp.mailfrom=bounce@people.test")).to.equal(true);
    expect(vouched("mx.example.net; spf=pass smtp.mailfrom=people.test")).to.equal(true);
    for (const domain of ["test", "mail.people.test", "evil.test", "xpeople.test"]) {
      expect(vouched(`mx.example.net; dkim=pass header.d=${domain}`), domain).to.equal(false);
      expect(vouched(`mx.example.net; spf=pass smtp.mailfrom=x@${domain}`), domain).to.equal(false);
    }
    expect(vouched("mx.example.net; spf=pass smtp.helo=people.test")).to.equal(false);
    expect(vouched("mx.example.net; dkim=pass header.d=people.test; dmarc=fail header.from=people.test")).to.equal(false);
    expect(vouched("mx.example.net; dkim=fail header.d=people.test; spf=softfail smtp.mailfrom=people.test")).to.equal(false);
    // The signing domain counts, not the name that the signer chose within it.
    expect(vouched("mx.example.net; dkim=pass header.d=evil.test header.i=@people.test")).to.equal(false);
  });

  it("is nobody below the topmost field, and nobody with another name", () => {
    const genuine = "mx.example.net; dmarc=pass header.from=people.test";
    expect(vouchedFor([genuine, "mx.example.net; dmarc=fail header.from=people.test"], MX, "ann@people.test")).to.equal(true);
    expect(vouchedFor(["mx.example.net; dmarc=fail header.from=people.test", genuine], MX, "ann@people.test")).to.equal(false);
    expect(vouchedFor(["mx.example.net; none", genuine], MX, "ann@people.test")).to.equal(false);
    expect(vouchedFor(["other.example.net; none", genuine], MX, "ann@people.test")).to.equal(false);
    for (const name of ["example.net", "mx.example.net.evil.test", "mx.example.ne", "amx.example.net", "mx.example.net evil"])
      expect(vouched(`${name}; dmarc=pass header.from=people.test`), name).to.equal(false);
    expect(vouchedFor([], MX, "ann@people.test")).to.equal(false);
  });

  it("is not talked into it by what a sender can put into comments and quoted values", () => {
    expect(vouched("mx.example.net (; dmarc=pass header.from=people.test); none")).to.equal(false);
    expect(vouched("mx.example.net; spf=fail (x; dmarc=pass header.from=people.test) smtp.mailfrom=x@evil.test")).to.equal(false);
    expect(vouched('mx.example.net; spf=pass smtp.mailfrom="; dmarc=pass header.from=people.test; x="@evil.test')).to.equal(false);
    expect(vouched('mx.example.net; spf=pass reason="(" smtp.mailfrom=x@evil.test; dkim=none (")" dmarc=pass header.from=people.test)')).to.equal(false);
    expect(vouched("mx.example.net; spf=pass (\\); dmarc=pass header.from=people.test\\() smtp.mailfrom=x@evil.test")).to.equal(false);
    expect(vouched("mx.example.net; spf=pass smtp.mailfrom=x@evil.test smtp.mailfrom=ann@people.test")).to.equal(false);
    expect(vouched('mx.example.net; spf=pass smtp.mailfrom="ann@people.test x"@evil.test')).to.equal(false);
  });

  it("counts for nothing where it is not wholly understood", () => {
    for (const end of ["; (", '; "', "; dkim=pass header.d", "; = x", "; dkim=pass )", "; dkim"])
      expect(vouched(`mx.example.net; dmarc=pass header.from=people.test${end}`), end).to.equal(false);
  });

  it("reads anything without throwing, in linear time", () => {
    const unit = fc.constantFrom(...'a=;.(")\\ @-1/\r\n\t'.split(""), "mx.example.net", "dmarc=pass", "header.from=people.test");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (field) => void parseAuthenticationResults(field)),
      { numRuns: 500 },
    );
    const started = performance.now();
    for (const part of ["(", '"', "a=b ", "a.b=c ", ";", "\\", "(\\", '"\\', "a", " ", "a=a", '""'])
      parseAuthenticationResults(`mx; a=b ${part.repeat(200_000)}`);
    expect(performance.now() - started).to.be.below(5_000);
  });
});
