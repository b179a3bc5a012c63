import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Fixture } from "./fixture/fixture-server.js";
import { fillSample } from "./fixture/sample.js";
import { expectAccessible } from "./support/accessibility.js";
import { Stage, type View } from "./support/stage.js";

interface Screen {
  name: string;
  path: string;
  prepare?: (fixture: Fixture) => void;
  /** Text that is there once the screen is drawn. */
  shows: string;
  act?: (page: Page) => Promise<void>;
}

const unavailable = new AppError("storage.unavailable");

const SCREENS: Screen[] = [
  { name: "home", path: "/", shows: "Needs you" },
  { name: "home of a new workspace", path: "/", prepare: empty, shows: "What shall we get done?" },
  { name: "approvals", path: "/approvals", shows: "Run a command that changes data" },
  { name: "approvals, none", path: "/approvals", prepare: empty, shows: "Nothing waits for you" },
  { name: "archive", path: "/archived", shows: "Old travel policy" },
  { name: "archive, failing", path: "/archived", prepare: ({ api }) => api.fail.set("GET /sessions", unavailable), shows: "The archive could not be read." },
  { name: "channels", path: "/channels", prepare: withChannels, shows: "Ben Okafor" },
  { name: "channels, none", path: "/channels", shows: "No channel yet" },
  { name: "channels, failing", path: "/channels", prepare: ({ api }) => api.fail.set("GET /channels", unavailable), shows: "could not be read" },
  { name: "channels of a gateway", path: "/", prepare: gateway, shows: "The mail server refused the password" },
  { name: "models", path: "/settings", shows: "Lab server" },
  { name: "models, failing", path: "/settings", prepare: ({ api }) => api.fail.set("GET /model-providers", unavailable), shows: "could not be read" },
  { name: "appearance", path: "/settings/appearance", shows: "Ink on paper" },
  { name: "sign-ins and tokens", path: "/settings/access", shows: "Nightly report script" },
  { name: "about", path: "/settings/about", shows: "Open Cowork Cloud" },
  { name: "adding a provider", path: "/setup", shows: "Add a model provider", act: (page) => page.getByText("OpenAI-compatible endpoint").click() },
  { name: "first run", path: "/setup", prepare: firstRun, shows: "Choose a model" },
  { name: "nothing there", path: "/nowhere/at/all", shows: "There is nothing here" },
  { name: "sign-in", path: "/login", shows: "Sign-in link or code" },
  { name: "sign-in, refused", path: "/login#ocl_spent_link", shows: "That did not sign you in." },
  { name: "server away", path: "/", prepare: ({ api }) => api.fail.set("GET /workspace", unavailable), shows: "The server cannot be reached" },
  { name: "shortcuts", path: "/", shows: "Needs you", act: (page) => press(page, "Control+/", "Keyboard shortcuts") },
  { name: "palette", path: "/", shows: "Needs you", act: (page) => press(page, "Control+k", "Commands") },
];

describe("screens", () => {
  const stage = Stage.use();

  for (const screen of SCREENS) {
    for (const view of [
      { width: 1280, theme: "light" },
      { width: 1280, theme: "dark" },
      { width: 390, theme: "light" },
      { width: 390, theme: "dark" },
    ] satisfies View[]) {
      it(`${screen.name}: ${view.width} px, ${view.theme}, without an accessibility violation or a sideways scroll`, async () => {
        fillSample(stage.fixture.workspace);
        screen.prepare?.(stage.fixture);
        const page = await stage.visit(screen.path, view);
        await page.getByText(screen.shows).first().waitFor();
        await screen.act?.(page);
        await expectAccessible(page);
        expect(await page.evaluate(() => document.scrollingElement!.scrollWidth <= innerWidth), "nothing sticks out").to.equal(true);
      });
    }
  }
});

function empty({ workspace }: Fixture): void {
  workspace.threads.clear();
}

function withChannels({ workspace }: Fixture): void {
  workspace.channels.fill();
}

/** The operator page of a Cloud Channel Gateway: no threads, no people. */
function gateway({ api, workspace }: Fixture): void {
  workspace.channels.fill();
  workspace.info = { ...workspace.info, product: "cloud-channel-gateway", capabilities: ["channels", "channel-providers"] };
  for (const path of ["GET /events", "GET /sessions", "GET /catalog", "GET /approvals"]) api.fail.set(path, new AppError("request.route_unknown"));
}

function firstRun({ workspace }: Fixture): void {
  workspace.info = { ...workspace.info, ready: false };
  workspace.threads.clear();
  workspace.providers = [];
}

async function press(page: Page, keys: string, shows: string): Promise<void> {
  await page.keyboard.press(keys);
  await page.getByText(shows).first().waitFor();
}
