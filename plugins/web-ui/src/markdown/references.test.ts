import { expect } from "chai";
import { decodeReferences } from "./references.js";

describe("decodeReferences", () => {
  it("reads names and numbers", () => {
    expect(decodeReferences("&lt;b&gt; &amp;amp; &euro;&#8364;&#x20AC; &nbsp;")).to.equal("<b> &amp; €€€ \u00a0");
  });
  it("leaves what it does not know", () => {
    expect(decodeReferences("AT&T &unknown; & &; &#; &#x;")).to.equal("AT&T &unknown; & &; &#; &#x;");
  });
  it("never makes half a character", () => {
    expect(decodeReferences("&#0;&#xD800;&#9999999;")).to.equal("\ufffd\ufffd\ufffd");
  });
});
