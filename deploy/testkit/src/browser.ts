import { constants, createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { extract } from "tar-fs";

/** The browser runs as root in containers, without a GPU, and must draw text alike everywhere. */
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none", "--force-color-profile=srgb", "--hide-scrollbars"];

/** Starts the Chromium that ships inside an npm package; nothing of the system is needed. Close it. */
export async function launchBrowser(): Promise<Browser> {
  const home = await unpacked();
  const executablePath = join(home, "chromium");
  try {
    return await chromium.launch({ executablePath, args: ARGS });
  } catch {
    // A bare system lacks the network security libraries or fonts; the package has those too.
    const env = { HOME: home, PATH: "/usr/bin:/bin", LD_LIBRARY_PATH: join(home, "al2023", "lib"), FONTCONFIG_PATH: join(home, "fonts") };
    return chromium.launch({ executablePath, args: ARGS, env });
  }
}

/** A browser for the duration of a function. */
export async function withBrowser<T>(run: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launchBrowser();
  try {
    return await run(browser);
  } finally {
    await browser.close();
  }
}

export interface TestPage {
  page: Page;
  context: BrowserContext;
  /** What a person with the console open would see: errors, refused content, failed requests of the page's own code. */
  problems: string[];
}

/** A page in a context of its own that collects what goes wrong in it. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<TestPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    // A refused request is reported by the browser itself, with whatever status a test asked the server for.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) problems.push(`console: ${message.text()}`);
  });
  return { page, context, problems };
}

/** Folder with the unpacked browser, shared by all processes of this machine: made aside and moved into place, so that none sees half of it. */
async function unpacked(): Promise<string> {
  const packageRoot = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..");
  const { version } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8")) as { version: string };
  const home = join(tmpdir(), `open-cowork-chromium-${version}`);
  if (await exists(join(home, "chromium"))) return home;
  const aside = await mkdtemp(`${home}-`);
  await Promise.all((await readdir(join(packageRoot, "bin"))).map((file) => unpack(join(packageRoot, "bin", file), aside)));
  try {
    await rename(aside, home);
  } catch {
    // Another process was quicker; its folder holds the same.
    await rm(aside, { recursive: true, force: true });
  }
  return home;
}

/** `chromium.br` becomes a program, `fonts.tar.br` a folder; the graphics libraries belong beside the program. */
async function unpack(archive: string, to: string): Promise<void> {
  const name = archive.slice(archive.lastIndexOf("/") + 1);
  const source = createReadStream(archive);
  if (!name.endsWith(".tar.br")) {
    await pipeline(source, createBrotliDecompress(), createWriteStream(join(to, name.replace(/\.br$/, "")), { mode: 0o700 }));
    return;
  }
  const folder = name.startsWith("swiftshader") ? to : join(to, name.replace(/\.tar\.br$/, ""));
  await mkdir(folder, { recursive: true });
  await pipeline(source, createBrotliDecompress(), extract(folder));
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
