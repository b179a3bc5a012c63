import { expect } from "chai";
import type { Page } from "playwright-core";
import { fillSample } from "./fixture/sample.js";
import { expectAccessible } from "./support/accessibility.js";
import { Stage } from "./support/stage.js";

describe("the installable shell", function () {
  this.timeout(30_000);
  const stage = Stage.use(({ workspace }) => void fillSample(workspace));
  const ready = (page: Page) => page.getByRole("heading", { name: "What shall we get done?" }).waitFor();
  const title = (page: Page) => page.getByRole("heading", { name: "The server cannot be reached" });

  /** A page that the worker looks after. */
  async function installed(path = "/"): Promise<Page> {
    const page = await stage.visit(path);
    await ready(page);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    });
    return page;
  }

  it("shows a page of its own while there is no network, and comes back by itself", async () => {
    const page = await installed();
    await page.context().setOffline(true);
    await page.reload();
    await title(page).waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).to.equal("rgb(255, 253, 249)");
    await expectAccessible(page);
    await page.context().setOffline(false);
    await ready(page);
  });

  it("keeps built files and the offline page, and never a page or an answer", async () => {
    const page = await installed();
    await page.reload();
    await ready(page);
    await page.waitForFunction(async () => {
      const names = await caches.keys();
      const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)));
      return kept.flat().some((path) => path.endsWith(".js") && path.startsWith("/assets/"));
    });
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    const others = kept.filter((path) => !/^\/assets\/[\w.-]+-[\w-]{8}\.(js|css|woff2)$/.test(path));
    expect(others).to.have.members(["/offline.html", "/offline.css", "/offline.js", "/theme.js", "/icon.svg"]);
  });

  it("shows a new version at the next load, and clears away what is two versions old", async () => {
    const page = await installed();
    const { files } = stage.fixture;
    const worker = files.get("/sw.js")!.toString();
    for (const version of ["oc-second", "oc-third"]) {
      files.set("/sw.js", Buffer.from(worker.replace(/"oc-[0-9a-f]{12}"/, JSON.stringify(version))));
      await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
      await page.waitForFunction(async (name) => (await caches.keys()).at(-1) === name, version);
    }
    await page.waitForFunction(async () => (await caches.keys()).join() === "oc-second,oc-third");
    files.set("/index.html", Buffer.from("<!doctype html><title>next</title><h1>The next version</h1>"));
    await page.reload();
    await page.getByRole("heading", { name: "The next version" }).waitFor();
  });

  it("describes itself to whoever installs it, with pictures that are there", async () => {
    const page = await stage.visit("/");
    const manifest = (await (await page.request.get(`${stage.fixture.url}/manifest.webmanifest`)).json()) as { display: string; icons: { src: string }[] };
    expect(manifest.display).to.equal("standalone");
    for (const { src } of manifest.icons) expect((await page.request.get(stage.fixture.url + src)).status(), src).to.equal(200);
    expect((await page.request.get(`${stage.fixture.url}/touch.png`)).status()).to.equal(200);
  });
});
