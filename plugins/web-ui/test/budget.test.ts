import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect } from "chai";

const DIST = fileURLToPath(new URL("../dist-ui", import.meta.url));
const KB = 1024;
/** What draws the frame and a thread, compressed. Styles of elements travel inside the scripts and count as scripts. */
const SCRIPTS = 90 * KB;
const STYLES = 15 * KB;
/** With what follows by itself after the first paint: menus, pickers, questions, messages. */
const SETTLED = 99 * KB;

describe("the built interface", () => {
  const assets = join(DIST, "assets");
  let files: string[];
  let page: string;
  let entry: string;

  before(async () => {
    files = await readdir(assets);
    page = await readFile(join(DIST, "index.html"), "utf8");
    entry = /src="\/assets\/([^"]+\.js)"/.exec(page)?.[1] ?? "";
  });

  it("loads the frame and a thread within the budget", async () => {
    const first = await closure([entry, await owner("oc-thread-page")]);
    const styles = [...page.matchAll(/href="\/assets\/([^"]+\.css)"/g)].map((match) => match[1]!);
    await expectAtMost(first, SCRIPTS);
    await expectAtMost(styles, STYLES);
    await expectAtMost(await closure([await owner("oc-menu")], first), SETTLED);
  });

  it("asks for nothing that a strict content policy forbids", async () => {
    expect(page).to.not.match(/<style|style="|<script>|\son\w+=|data:/);
    for (const file of files.filter((name) => name.endsWith(".js"))) {
      const code = await readFile(join(assets, file), "utf8");
      expect(code, file).to.not.match(/\beval\(["'`\w]|new Function\b|[^.\w]Function\(["'`]/);
    }
  });

  it("has a compressed copy of every script and style", () => {
    const texts = files.filter((name) => /\.(js|css)$/.test(name));
    expect(texts.length).to.be.greaterThan(5);
    // Tiny files are not worth one.
    expect(texts.filter((name) => files.includes(`${name}.br`) !== files.includes(`${name}.gz`))).to.deep.equal([]);
    expect(files.filter((name) => name.endsWith(".js.br")).length).to.be.greaterThan(5);
  });

  it("preloads the Latin letters of the first screen and no others", () => {
    const fonts = [...page.matchAll(/rel="preload"[^>]*href="\/assets\/([^"]+)"/g)].map((match) => match[1]!.replace(/-[\w-]{8}\.woff2$/, ""));
    expect(fonts).to.have.members(["inter-latin-wght-normal", "newsreader-latin-wght-normal"]);
  });

  async function expectAtMost(names: Iterable<string>, bytes: number): Promise<void> {
    const sizes = await Promise.all([...names].map(async (file) => [file, gzipSync(await readFile(join(assets, file))).length] as const));
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    expect(total, sizes.map(([file, size]) => `${file} ${size}`).join("\n")).to.be.at.most(bytes);
  }

  /** The chunk that registers an element. */
  async function owner(element: string): Promise<string> {
    for (const file of files.filter((name) => name.endsWith(".js"))) {
      if (new RegExp(`\\w\\([\`"']${element}[\`"'],`).test(await readFile(join(assets, file), "utf8"))) return file;
    }
    throw new Error(`no chunk registers ${element}`);
  }

  /** The named chunks and everything they import without being asked. */
  async function closure(names: string[], seen = new Set<string>()): Promise<Set<string>> {
    for (const name of names.filter((file) => !seen.has(file))) {
      seen.add(name);
      const code = await readFile(join(assets, name), "utf8");
      await closure(
        [...code.matchAll(/(?:from|import)\s?["']\.\/([^"']+\.js)["']/g)].map((match) => match[1]!),
        seen,
      );
    }
    return seen;
  }
});
