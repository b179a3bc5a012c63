import { expect } from "chai";
import { minifyCss } from "../build/minify-templates.js";

describe("the template minifier", () => {
  it("keeps what a style means", () => {
    const css = `
      /* a note */
      li :hover > .a,
      .b:not(.c) { margin: 0 -8px; inline-size: calc(100% - 8px); color: light-dark(#fff, #000); }
      @media (max-width: 720px) { .d::before { content: "a b"; } }
    `;
    expect(minifyCss(css).trim()).to.equal(
      'li :hover > .a,.b:not(.c){margin:0 -8px;inline-size:calc(100% - 8px);color:light-dark(#fff,#000)}@media (max-width:720px){.d::before{content:"a b"}}',
    );
  });
});
