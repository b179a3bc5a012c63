import { gzipSync } from "node:zlib";
import type { Browser, Response } from "playwright-core";
import type { Cloud } from "./cloud.js";

const DEADLINE_MS = 30_000;

export interface Load {
  /** HTML, CSS and JavaScript that came before the composer took text, each gzipped, in 1,000 bytes. */
  codeKb: number;
  /** Fonts and images in the same time, as they are. */
  fontKb: number;
  /** From the start of the navigation until a person can type. */
  interactiveMs: number;
}

/** Opens the home page in a fresh, signed-in browser context with an empty cache. */
export async function firstLoad(browser: Browser, cloud: Cloud): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    await context.addCookies(await cloud.signIn());
    const page = await context.newPage();
    const responses: Response[] = [];
    page.on("response", (response) => responses.push(response));
    await page.addInitScript(watchComposer);
    await page.goto(cloud.url, { waitUntil: "commit" });
    const interactiveMs = await page.evaluate(`window.composerReady`).then(Number);
    const sizes = await Promise.all(responses.map(sizeOf));
    const sum = (kind: "code" | "other") => sizes.reduce((total, size) => total + (size.kind === kind ? size.bytes : 0), 0) / 1000;
    return { codeKb: sum("code"), fontKb: sum("other"), interactiveMs };
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything of it: resolves with the time at which an enabled text field of the main part is laid out. */
const watchComposer = `
window.composerReady = new Promise((resolve, reject) => {
  const find = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches("textarea:not([disabled])") && element.getClientRects().length > 0) return true;
      if (element.shadowRoot && find(element.shadowRoot)) return true;
    }
    return false;
  };
  const look = () => {
    if (find(document)) resolve(performance.now());
    else if (performance.now() > ${DEADLINE_MS}) reject(new Error("no composer within ${DEADLINE_MS} ms at " + location.href));
    else requestAnimationFrame(look);
  };
  look();
});`;

async function sizeOf(response: Response): Promise<{ kind: "code" | "other" | "api"; bytes: number }> {
  if (new URL(response.url()).pathname.startsWith("/api/")) return { kind: "api", bytes: 0 };
  const type = response.headers()["content-type"] ?? "";
  const body = await response.body();
  return /html|css|javascript|json/.test(type) ? { kind: "code", bytes: gzipSync(body, { level: 9 }).length } : { kind: "other", bytes: body.length };
}
