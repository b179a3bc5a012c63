import { expect } from "chai";
import fc from "fast-check";
import { plainTags } from "./plain-tags.js";

describe("plainTags", () => {
  it("lets plain tags work and shows the others", () => {
    expect(plainTags("<details><summary>More</summary>text<br/></details>")).to.equal("<details><summary>More</summary>text<br/></details>");
    expect(plainTags("<script>x</script>")).to.equal("&#60;script&#62;x&#60;/script&#62;");
    expect(plainTags('<b onclick="x">')).to.equal("&#60;b onclick=&#34;x&#34;&#62;");
    expect(plainTags("a<!-- hidden <b> -->b<!-- cut")).to.equal("ab");
  });

  it("leaves no tag that is not plain, whatever it is given", () => {
    const part = fc.constantFrom("<", ">", "<b>", "</b>", "<img src=x onerror=y>", "<!--", "-->", "<br", " x=1", "/", "'", '"', "text", "<<b>>", "\n");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        for (const tag of plainTags(parts.join("")).match(/<[^>]*>?/g) ?? []) expect(tag).to.match(/^<\/?(?:b|br)\s*\/?>$/);
      }),
    );
  });
});
