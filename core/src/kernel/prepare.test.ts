import { isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { z } from "zod";
import { type AnyPlugin, definePlugin } from "./plugin-definition.js";
import { demandPreflight, type PluginSource, preflight, preparePlugins } from "./prepare.js";
import { formatProblem, problemsOf } from "./problem.js";
import { token } from "./token.js";

const PORT = token<string>("test.prepare");
const manifest = { plugin: "./plugin.js", kind: "service", api: "^1" };
const profile = { name: "Test Host", accepts: { service: {} }, forbids: { runtime: "no" } };

function source(id: string, plugin: Partial<AnyPlugin> | unknown = {}, over: Partial<PluginSource> = {}): PluginSource {
  const whole = typeof plugin === "object" && plugin ? { name: id, kind: "service", api: "^1", setup: () => ({ ports: {} }), ...plugin } : plugin;
  return { id, manifest, config: {}, path: ["plugins", id], load: async () => whole, ...over };
}
async function prepare(sources: PluginSource[], only?: (typeof PORT)[]) {
  return preparePlugins({ profile, sources, hostPorts: [], only, references: { resolvers: [], origin: () => undefined } });
}
async function failure(step: Promise<unknown>): Promise<string[]> {
  try {
    await step;
  } catch (error) {
    if (isAppError(error)) return [error.code, ...(problemsOf(error).length ? problemsOf(error).map(formatProblem) : [error.message])];
    throw error;
  }
  throw new Error("expected a failure");
}

describe("preparing plugins", () => {
  it("loads no plugin at all when one breaks the profile", async () => {
    const loaded: string[] = [];
    const watch = (id: string, kind: string) => source(id, {}, { manifest: { ...manifest, kind }, load: async () => void loaded.push(id) });
    const [code, first] = await failure(prepare([watch("good", "service"), watch("bad", "runtime")]));
    expect(code).to.equal("plugin.refused");
    expect(first).to.contain('bad: is of kind "runtime", which Test Host must not have');
    expect(loaded).to.deep.equal([]);
  });

  it("refuses two instances of one name", async () => {
    expect((await failure(prepare([source("a"), source("a")])))[1]).to.contain("a: is the name of two plugins");
  });

  it("refuses code that is no plugin or says something else than its manifest", async () => {
    expect((await failure(prepare([source("a", null)])))[1]).to.contain("no plugin as default export");
    expect((await failure(prepare([source("a", { kind: "runtime" })])))[1])
      .to.contain('its manifest says kind "service"')
      .and.contain('its code says "runtime"');
  });

  it("names the plugin whose module does not load", async () => {
    const broken = source("acme", {}, { load: () => Promise.reject(new Error("Cannot find module 'left-pad'")) });
    expect(await failure(prepare([broken]))).to.deep.equal(["plugin.failed", "Plugin acme cannot be loaded: Cannot find module 'left-pad'"]);
  });

  it("reports the wrong options of all plugins together", async () => {
    const config = z.strictObject({ port: z.number() });
    const [code, ...problems] = await failure(
      prepare([source("a", { config }), source("b", { config }, { config: { port: "x" } }), source("c", {}, { config: { any: 1 } })]),
    );
    expect(code).to.equal("config.invalid");
    expect(problems.map((problem) => problem.split(":")[0])).to.deep.equal(["plugins.a.port", "plugins.b.port", "plugins.c"]);
  });

  it("can keep only what some ports need", async () => {
    const provider = source("a", { provides: { port: PORT } });
    expect((await prepare([source("b", { requires: { port: PORT } }), provider], [PORT])).map(({ id }) => id)).to.deep.equal(["a"]);
  });
});

describe("preflight", () => {
  it("collects every check and fails with the code of the first that is not ok", async () => {
    const plugin = (id: string, run: AnyPlugin["preflight"]) => ({
      id,
      config: undefined,
      plugin: definePlugin({ name: id, kind: "service", api: "^1", preflight: run, setup: () => ({ ports: {} }) }),
    });
    const checks = await preflight(
      [
        plugin("a", () => [{ name: "disk", ok: true, detail: "enough" }]),
        plugin("b", async () => [{ name: "program", ok: false, detail: "not found", fix: "Install it", code: "runtime.missing" }]),
        plugin("c", () => Promise.reject(new Error("boom"))),
      ],
      new AbortController().signal,
    );
    expect(checks.map(({ plugin, ok }) => `${plugin} ${ok}`)).to.deep.equal(["a true", "b false", "c false"]);
    expect(await failure((async () => demandPreflight(checks))())).to.deep.equal(["runtime.missing", "program: not found. Install it", "c: boom"]);
    expect(() => demandPreflight(checks.slice(0, 1))).not.to.throw();
  });
});
