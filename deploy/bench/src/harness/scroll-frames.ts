import type { Browser, BrowserContext } from "playwright-core";
import { waitFor } from "./wait-for.js";

const FRAME_MS = 1000 / 60;
const VIEWPORT = { width: 1280, height: 800 };

type Cookies = Parameters<BrowserContext["addCookies"]>[0];

export interface ScrollOptions {
  url: string;
  cookies: Cookies;
  seconds: number;
}

/** Scrolls the tallest scroller of a page upward, a third of a screen a frame, and counts the frames of 60 a second that did not come. */
export async function scrollFrames(browser: Browser, { url, cookies, seconds }: ScrollOptions): Promise<{ frames: number; droppedPercent: number }> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(url);
    // Not waitForFunction: it evaluates inside the page, which the product's content security policy forbids.
    await waitFor(() => page.evaluate(`(${tallest})().scrollHeight > 20 * innerHeight`), "the page was long enough to scroll", { everyMs: 50 });
    const gaps = (await page.evaluate(`(${scroll})((${tallest})(), ${seconds * 1000})`)) as number[];
    const expected = gaps.reduce((sum, gap) => sum + gap, 0) / FRAME_MS;
    const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0);
    return { frames: gaps.length, droppedPercent: (100 * dropped) / expected };
  } finally {
    await context.close();
  }
}

/** In the page: the element that has the most to scroll, in any shadow root. */
const tallest = `() => {
  let best = document.scrollingElement;
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const scrolls = element.clientHeight > 0 && /auto|scroll/.test(getComputedStyle(element).overflowY);
      if (scrolls && element.scrollHeight - element.clientHeight > best.scrollHeight - best.clientHeight) best = element;
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  return best;
}`;

/** In the page: scrolls for a while, back and forth between the ends, and resolves with the time between frames. */
const scroll = `(scroller, ms) => new Promise((resolve) => {
  const step = innerHeight / 3;
  const gaps = [];
  let direction = scroller.scrollTop > 0 ? -1 : 1;
  let last;
  let started;
  const frame = (now) => {
    started ??= now;
    if (last !== undefined) gaps.push(now - last);
    last = now;
    if (now - started > ms) return resolve(gaps);
    const end = scroller.scrollHeight - scroller.clientHeight;
    if (scroller.scrollTop <= 0) direction = 1;
    else if (scroller.scrollTop >= end - 1) direction = -1;
    scroller.scrollTop += direction * step;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`;
