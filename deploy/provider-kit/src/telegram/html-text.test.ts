import { expect } from "chai";
import { ApiError } from "./api-error.js";
import { htmlText } from "./html-text.js";

/** From https://core.telegram.org/bots/api#html-style and the tests of the open server. */
const READ: readonly [source: string, text: string][] = [
  ["<b>bold</b>, <strong>bold</strong> <i>i</i> <em>i</em> <u>u</u> <ins>u</ins> <s>s</s> <strike>s</strike> <del>s</del>", "bold, bold i i u u s s s"],
  ['<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab"],
  ['<a href="http://www.example.com/">inline URL</a>', "inline URL"],
  ["<a href='tg://user?id=123456789'>user</a>", "user"],
  ['<pre><code class="language-python">x < y</code></pre>'.replace(" < ", " &lt; "), "x < y"],
  ["<blockquote expandable>a\nb</blockquote>", "a\nb"],
  ["&lt;&gt;&amp;&quot;&laquo;&#65;&#x42;&#12345678;", '<>&"&laquo;AB&#12345678;'],
  ["<b>a</>", "a"],
  ["a > b & c", "a > b & c"],
];

const REFUSED: readonly [source: string, why: RegExp][] = [
  ["a < b", /Unsupported start tag "" at byte offset 2/],
  ["é<x>", /Unsupported start tag "x" at byte offset 2/],
  ["<b", /Unclosed start tag at byte offset 0/],
  ["<b>a", /Can't find end tag corresponding to start tag "b"/],
  ["a</b>", /Unexpected end tag at byte offset 1/],
  ["<b>a</i>", /Unmatched end tag at byte offset 4, expected "<\/b>", found "<\/i>"/],
  ["<b><i>a</b></i>", /Unmatched end tag/],
  ["<span>a</span>", /must have class "tg-spoiler"/],
  ["<a href>a</a>", /Expected equal sign/],
  ["<br>", /Unsupported start tag "br"/],
  ["<b>a</b ", /Unclosed end tag/],
];

describe("htmlText: as Telegram parses it", () => {
  for (const [source, text] of READ) it(`reads ${source}`, () => expect(htmlText(source)).to.equal(text));
  for (const [source, why] of REFUSED)
    it(`refuses ${source}`, () => {
      expect(() => htmlText(source))
        .to.throw(ApiError, why)
        .with.property("code", 400);
    });
});
