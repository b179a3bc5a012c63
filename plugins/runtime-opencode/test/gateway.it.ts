import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { silentLog } from "@open-cowork/core/kernel";
import { MemoryModelProviderRows } from "@open-cowork/core/testing";
import type { BuiltinModel } from "@open-cowork/core/transport";
import type { AppError, ModelProviderInput } from "@open-cowork/shared";
import { prompt, ScriptedModelServer } from "@open-cowork/testkit/model-server";
import { realClock as clock } from "@open-cowork/testkit/real-clock";
import { expect } from "chai";
import { isPrivateAddress, refusePrivateHost } from "../src/gateway/address-guard.js";
import { ModelRelay } from "../src/gateway/model-relay.js";
import { OpenCodeModelGateway } from "../src/gateway/opencode-model-gateway.js";
import { ProviderSettings } from "../src/gateway/provider-settings.js";
import { RelayTokens } from "../src/gateway/relay-tokens.js";
import { Upstream } from "../src/gateway/upstream.js";
import { Secrets } from "./harness.js";

const KEY = "sk-tenant-one";
const ctx = { tenant: "t1" };

const demo: BuiltinModel = {
  kind: "demo",
  name: "Demo",
  async handle() {
    return {
      status: 200,
      contentType: "text/event-stream",
      body: (async function* () {
        yield 'data: {"choices":[{"delta":{"content":"ready"}}]}\n\n';
        yield "data: [DONE]\n\n";
      })(),
    };
  },
};

describe("the model gateway", () => {
  let server: ScriptedModelServer;
  let upstream: Upstream;
  let settings: ProviderSettings;
  let secrets: Secrets;
  let gateway: OpenCodeModelGateway;
  let relay: ModelRelay;
  let active: boolean;
  let token: string;
  let revoke: () => void;

  beforeEach(async () => {
    server = await ScriptedModelServer.start({ key: KEY, models: ["scripted", "text-embedding-3", "gpt-5-local"] });
    upstream = new Upstream(true);
    secrets = new Secrets();
    const rows = new MemoryModelProviderRows();
    settings = new ProviderSettings({ rows, secrets, bus: undefined, builtin: demo, clock });
    gateway = new OpenCodeModelGateway({ rows, secrets, settings, upstream, builtin: demo, clock, signal: new AbortController().signal });
    const tokens = new RelayTokens();
    active = true;
    ({ token, revoke } = tokens.issue({ tenant: ctx.tenant, active: () => active }));
    relay = new ModelRelay({ settings, tokens, upstream, builtin: demo, log: silentLog });
    await relay.listen();
  });
  afterEach(async () => {
    await relay.close();
    await upstream.close();
    settings.close();
    await server.close();
  });

  const input = (over: Partial<ModelProviderInput> = {}): ModelProviderInput => ({
    kind: "openai-compatible",
    name: "Local",
    baseUrl: server.url,
    key: KEY,
    ...over,
  });
  const call = (body: object | string, { bearer = token, path = "custom-local/chat/completions" } = {}) =>
    fetch(relay.url(path), {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const ask = (content: string, more: object = {}) => ({ model: "scripted", stream: true, messages: [{ role: "user", content }], ...more });

  describe("setting up a provider", () => {
    it("tries a real completion and lists the models that chat", async () => {
      const test = await gateway.test(ctx, input());
      expect(test).to.include({ ok: true, model: "scripted" });
      expect(test.text).to.include("Hello");
      expect(test.models.map((model) => model.id)).to.deep.equal(["scripted", "gpt-5-local"]);
      expect(test.models[1]).to.include({ context: 400_000, attachments: true });
      expect(await gateway.providers(ctx)).to.deep.equal([]);
    });

    it("keeps the key in the secret store and out of every answer", async () => {
      const saved = await gateway.save(ctx, input());
      expect(saved).to.include({ id: "custom-local", name: "Local", hasKey: true });
      const said = JSON.stringify([saved, await gateway.providers(ctx), await gateway.models(ctx)]);
      expect(said).to.not.include(KEY).and.to.not.include("secretName");
      expect(secrets.values.get("model-provider.custom-local")?.reveal()).to.equal(KEY);
      expect((await gateway.models(ctx)).defaultModel).to.deep.equal({ provider: "custom-local", model: "scripted" });
    });

    it("prefers a real model to the demo as the default", async () => {
      await gateway.save(ctx, input());
      await gateway.save(ctx, { kind: "demo" });
      expect((await gateway.models(ctx)).defaultModel?.provider).to.equal("custom-local");
    });

    it("explains what is wrong", async () => {
      expect(await codeOf(gateway.test(ctx, input({ key: "sk-wrong" })))).to.equal("model.rejected_key");
      expect(await codeOf(gateway.test(ctx, input({ baseUrl: "http://127.0.0.1:9/v1" })))).to.equal("model.unreachable");
      expect(await codeOf(gateway.test(ctx, { kind: "openai-compatible" }))).to.equal("request.invalid");
      server.script = () => [{ status: 429, retryAfterSeconds: 7 }];
      const limited = await gateway.test(ctx, input()).catch((error: unknown) => error as AppError);
      expect(limited).to.deep.include({ code: "model.rate_limited", retryAfterMs: 7_000 });
      server.script = () => [{ status: 500, message: "out of memory" }];
      const failed = await gateway.test(ctx, input()).catch((error: unknown) => error as AppError);
      expect(failed).to.include({ code: "model.failed", message: "The model provider says: out of memory" });
      server.script = () => [{ text: "half" }, { cut: true }];
      expect(await codeOf(gateway.test(ctx, input()))).to.equal("model.stream_cut");
    });

    it("saves nothing that fails the test", async () => {
      expect(await codeOf(gateway.save(ctx, input({ key: "sk-wrong" })))).to.equal("model.rejected_key");
      expect(await gateway.providers(ctx)).to.deep.equal([]);
      expect(secrets.values.size).to.equal(0);
    });

    it("uses a stored key again for the same address and never for another", async () => {
      await gateway.save(ctx, input());
      expect(await gateway.save(ctx, input({ key: undefined, model: "gpt-5-local" }))).to.include({ hasKey: true });
      const thief = await ScriptedModelServer.start();
      await gateway.test(ctx, input({ key: undefined, baseUrl: thief.url }));
      expect(thief.requests.map((request) => request.headers.authorization)).to.deep.equal([undefined]);
      await thief.close();
    });

    it("refuses private addresses where the host says so, however they are written", async () => {
      const closed = new Upstream(false);
      for (const baseUrl of [
        server.url,
        "http://localhost:1/v1",
        "http://[::1]:1/v1",
        "http://[::ffff:127.0.0.1]/v1",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/v1",
        "http://2130706433/v1",
      ])
        expect(await codeOf(closed.request({ kind: "openai-compatible", baseUrl }, { method: "GET", path: "/models" })), baseUrl).to.equal("model.unreachable");
      await closed.close();
      expect(isPrivateAddress("93.184.216.34")).to.equal(false);
      expect(() => refusePrivateHost("https://api.openai.com/v1")).to.not.throw();
    });

    it("says so when there is nothing to remove", async () => {
      expect(await codeOf(gateway.remove(ctx, "custom-none"))).to.equal("provider.not_found");
    });
  });

  describe("the relay", () => {
    beforeEach(async () => {
      await gateway.save(ctx, input());
      server.requests.length = 0;
    });

    it("puts the key in, passes the bytes through, and shows the provider nothing of the engine", async () => {
      const response = await fetch(relay.url("custom-local/chat/completions"), {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "x-session-id": "ses_1", "x-custom": "kept" },
        body: JSON.stringify(ask(prompt("hi", [{ text: "a  b\n c" }]))),
      });
      const direct = await fetch(`${server.url}/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${KEY}` },
        body: JSON.stringify(ask(prompt("hi", [{ text: "a  b\n c" }]))),
      });
      const same = (text: string) => text.replace(/chatcmpl-\d+|"created":\d+/g, "");
      expect(same(await response.text())).to.equal(same(await direct.text()));
      expect(response.headers.get("content-type")).to.equal("text/event-stream");
      const [seen] = server.requests;
      expect(seen!.headers.authorization).to.equal(`Bearer ${KEY}`);
      expect(seen!.headers["x-custom"]).to.equal("kept");
      expect(seen!.headers).to.not.have.property("x-session-id");
    });

    it("streams: the first words are there while the model goes on", async () => {
      const response = await call(ask(prompt("hi", [{ text: "first" }, { hold: "rest" }, { text: " second" }])));
      const reader = response.body!.getReader();
      let text = "";
      while (!text.includes("first")) text += Buffer.from((await reader.read()).value!).toString();
      expect(text).to.not.include("second");
      server.release("rest");
      for (let next = await reader.read(); !next.done; next = await reader.read()) text += Buffer.from(next.value).toString();
      expect(text).to.include("second");
    });

    it("passes errors on as they are, and a cut as a cut", async () => {
      const limited = await call(ask(prompt("hi", [{ status: 429, retryAfterSeconds: 9, message: "slow down" }])));
      expect([limited.status, limited.headers.get("retry-after")]).to.deep.equal([429, "9"]);
      expect(await limited.text()).to.include("slow down");
      const cut = await call(ask(prompt("hi", [{ text: "half" }, { waitMs: 20 }, { cut: true }])));
      expect(await cut.text().catch((error: unknown) => error)).to.be.instanceOf(Error);
    });

    it("hangs up on the provider when the engine hangs up", async () => {
      const outgoing = httpRequest(relay.url("custom-local/chat/completions"), { method: "POST", headers: { authorization: `Bearer ${token}` } });
      outgoing.on("error", () => undefined);
      outgoing.end(JSON.stringify(ask(prompt("hi", [{ text: "first" }, { hold: "never" }]))));
      const seen = await server.received();
      await once(outgoing, "response");
      outgoing.destroy();
      if (!seen.signal.aborted) await new Promise<void>((resolve) => seen.signal.addEventListener("abort", () => resolve()));
    });

    it("refuses strangers, engines without a run, dead engines, other models, paths and methods", async () => {
      expect((await call(ask("x"), { bearer: "guess" })).status).to.equal(401);
      expect((await call(ask("x"), { bearer: "" })).status).to.equal(401);
      expect((await call(ask("x", { model: "other" }))).status).to.equal(404);
      expect((await call(ask("x"), { path: "custom-none/chat/completions" })).status).to.equal(404);
      expect((await call(ask("x"), { path: "custom-local/../../models" })).status).to.equal(404);
      expect((await call(ask("x"), { path: "custom-local/embeddings" })).status).to.equal(404);
      expect((await fetch(relay.url("custom-local/chat/completions"), { headers: { authorization: `Bearer ${token}` } })).status).to.equal(404);
      active = false;
      expect((await call(ask("x"))).status).to.equal(403);
      active = true;
      revoke();
      expect((await call(ask("x"))).status).to.equal(401);
      expect(server.requests).to.have.length(0);
    });

    it("survives bodies that are no JSON", async () => {
      for (const body of ["", "{", "null", "[]", '"x"', "\u0000"]) expect((await call(body)).status).to.be.within(400, 404);
      expect((await call(ask("fine"))).status).to.equal(200);
    });

    it("takes a new key at once, and a removed provider away at once", async () => {
      await secrets.put(ctx, "model-provider.custom-local", secrets.values.get("model-provider.custom-local")!);
      const other = await ScriptedModelServer.start({ key: "sk-new" });
      await gateway.save(ctx, input({ baseUrl: other.url, key: "sk-new" }));
      expect((await call(ask("x"))).status).to.equal(200);
      expect(other.turns.at(-1)!.headers.authorization).to.equal("Bearer sk-new");
      await gateway.remove(ctx, "custom-local");
      const gone = await call(ask("x"));
      expect(gone.status).to.equal(404);
      expect(await gone.text()).to.include("model.not_found");
      expect(secrets.values.size).to.equal(0);
      await other.close();
    });

    it("plays the demo in this process, once somebody has chosen it", async () => {
      const chat = () => call(ask("x", { model: "demo" }), { path: "demo/chat/completions" });
      expect((await chat()).status).to.equal(404);
      await gateway.save(ctx, { kind: "demo" });
      expect(await (await chat()).text()).to.include("ready");
    });

    it("tells an unreachable provider from a refusing one", async () => {
      await server.close();
      const response = await call(ask("x"));
      expect(response.status).to.equal(503);
      expect(await response.text()).to.include("model.unreachable");
      server = await ScriptedModelServer.start();
    });
  });
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: AppError) => error.code,
  );
}
