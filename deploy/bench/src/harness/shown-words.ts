import { nowMs, STAMP } from "@open-cowork/testkit/stamp";
import type { Browser, Page } from "playwright-core";
import type { BrowserCookie } from "./cloud.js";
import { waitFor } from "./wait-for.js";

/** Stamped words of a thread as they come to stand in the page of a real browser, in whichever shadow root. */
export class ShownWords {
  /** When the newest word taken so far was sent. */
  #newest = 0;

  private constructor(
    private readonly page: Page,
    /** The page's clock minus ours, in milliseconds. */
    private readonly offsetMs: number,
  ) {}

  static async open(browser: Browser, { url, cookies }: { url: string; cookies: BrowserCookie[] }): Promise<ShownWords> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.addInitScript(`(${watch})(${STAMP})`);
    await page.goto(url);
    return new ShownWords(page, await clockOffset(page));
  }

  /** From the sending of each of the next `count` words to the moment it stood in the page, in milliseconds, once all of them do. @throws Error when they do not come */
  async take(count: number): Promise<number[]> {
    let fresh: [number, number][] = [];
    const all = async () => {
      const shown = await this.page.evaluate<[string, number][]>("[...shown]");
      // A page may draw its older words again.
      fresh = shown.map(([sent, at]): [number, number] => [Number(sent), at]).filter(([sent]) => sent > this.#newest);
      return fresh.length >= count;
    };
    await waitFor(all, `${count} words stood in the page`, { everyMs: 50 });
    this.#newest = Math.max(...fresh.map(([sent]) => sent));
    await this.page.evaluate("shown.clear()");
    return fresh.map(([sent, at]) => at - this.offsetMs - sent);
  }
}

/** Of the shortest of some round trips: the page has read its clock in the middle of it, give or take half of that. */
async function clockOffset(page: Page): Promise<number> {
  let best = { tookMs: Number.POSITIVE_INFINITY, offset: 0 };
  for (let i = 0; i < 20; i++) {
    const before = nowMs();
    const there = await page.evaluate<number>("performance.timeOrigin + performance.now()");
    const after = nowMs();
    if (after - before < best.tookMs) best = { tookMs: after - before, offset: there - (before + after) / 2 };
  }
  return best.offset;
}

/** In the page: notes when each stamp is first part of its text. */
const watch = `(stamp) => {
  const shown = globalThis.shown = new Map();
  const look = (text) => {
    const now = performance.timeOrigin + performance.now();
    for (const [, sent] of text.matchAll(stamp)) if (!shown.has(sent)) shown.set(sent, now);
  };
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") look(target.data);
      else for (const node of addedNodes) look(node.textContent ?? "");
    }
  });
  const everything = { subtree: true, childList: true, characterData: true };
  observer.observe(document, everything);
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    observer.observe(root, everything);
    return root;
  };
}`;
