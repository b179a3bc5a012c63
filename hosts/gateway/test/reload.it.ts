import { problemsOf } from "@open-cowork/core/host";
import { HTTP_SERVER } from "@open-cowork/core/transport";
import { expect } from "chai";
import { type RunningGateway, startGateway } from "../src/index.js";
import { ADMIN_TOKEN, SmallGateway } from "./support/small-gateway.js";

describe("a channel gateway that reads its config again", () => {
  let small: SmallGateway;
  let running: RunningGateway;
  beforeEach(async () => {
    small = new SmallGateway();
    small.secret("chat-token", "one");
    small.configure({ providers: chats({ id: "a" }, { id: "b" }) });
    running = await startGateway(small.options());
    small.events();
  });
  afterEach(async () => {
    await running.stop();
    small.remove();
  });

  const chats = (...instances: { id: string; lamp?: number; token?: string }[]) => ({
    "../parts/chat": instances.map((instance) => ({ token: "{file:../chat-token}", ...instance })),
  });
  const status = async (path: string, token?: string) =>
    (await fetch(`${running.url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })).status;
  async function refused(): Promise<{ code: string; paths: string[] }> {
    const outcome = await running.reload();
    if (outcome.applied) throw new Error("expected a refusal");
    return { code: outcome.error.code, paths: problemsOf(outcome.error).map(({ path }) => path) };
  }

  it("does nothing when nothing changed", async () => {
    expect(await running.reload()).to.deep.equal({ applied: true, added: [], changed: [], removed: [] });
    expect(small.events()).to.deep.equal([]);
  });

  it("exchanges the instances that changed, and leaves the others alone", async () => {
    small.configure({ providers: chats({ id: "b" }, { id: "c" }) });
    expect(await running.reload()).to.deep.equal({ applied: true, added: ["chat:c"], changed: [], removed: ["chat:a"] });
    expect(small.events()).to.deep.equal(["stop a", "setup c one"]);
    expect([await status("/chat/a"), await status("/chat/b"), await status("/chat/c")]).to.deep.equal([404, 200, 200]);
  });

  it("sees a secret file that was rotated, with the config untouched", async () => {
    small.secret("chat-token", "two");
    expect(await running.reload()).to.deep.include({ applied: true, changed: ["chat:a", "chat:b"] });
    expect(small.events()).to.deep.equal(["stop a", "setup a two", "stop b", "setup b two"]);
  });

  it("answers with the new options at the old address", async () => {
    const lamp = async () => ((await (await fetch(`${running.url}/chat/a`)).json()) as { lamp: number }).lamp;
    expect(await lamp()).to.equal(1);
    small.configure({ providers: chats({ id: "a", lamp: 2 }, { id: "b" }) });
    await running.reload();
    expect(await lamp()).to.equal(2);
  });

  it("lets nobody in with the old administrator token, from that moment on", async () => {
    expect(await status("/api/v1/status", ADMIN_TOKEN)).to.equal(200);
    small.secret("admin-token", "another-operators-token");
    await running.reload();
    expect(await status("/api/v1/status", ADMIN_TOKEN)).to.equal(401);
    expect(await status("/api/v1/status", "another-operators-token")).to.equal(200);
    expect(small.events(), "no provider was touched").to.deep.equal([]);
  });

  it("hands a rotated token to the link", async () => {
    small.secret("cloud-token", "oct_two");
    expect(await running.reload()).to.deep.include({ applied: true, changed: ["link"] });
    expect(small.events()).to.deep.equal(["link oct_two"]);
  });

  it("refuses a config that is wrong, all of it, and goes on with the old one", async () => {
    small.configure({ providers: chats({ id: "a", lamp: 2 }, { id: "b", token: "written out" }), mode: "standalone-gateway" });
    expect(await refused()).to.deep.equal({ code: "config.invalid", paths: ["gateway.mode", "gateway.providers.../parts/chat[1].token"] });
    expect(small.events()).to.deep.equal([]);
    expect(await status("/chat/a")).to.equal(200);
    expect(small.log().at(-1)).to.include({ level: "error", event: "config.refused", code: "config.invalid" });
    small.configure({ providers: chats({ id: "a" }) });
    expect(await running.reload()).to.deep.include({ applied: true, removed: ["chat:b"] });
    expect(small.log().at(-1)).to.include({ level: "info", event: "config.reloaded" });
  });

  it("refuses what needs a restart, and names it", async () => {
    const { port } = running.port(HTTP_SERVER).address() ?? {};
    small.configure({ providers: chats({ id: "a" }), listen: { port } });
    expect(await refused()).to.deep.equal({ code: "plugin.restart_needed", paths: ["http-api"] });
    small.configure({ providers: chats({ id: "a" }), nodeId: "blue" }, { branding: { name: "Ours" } });
    expect(await refused()).to.deep.equal({ code: "plugin.restart_needed", paths: ["branding.name", "gateway.nodeId"] });
    expect(small.events()).to.deep.equal([]);
  });

  it("keeps everything when a plugin does not take its new options", async () => {
    small.configure({ cloud: { url: "http://127.0.0.1:2", token: "{file:../cloud-token}" }, providers: chats({ id: "a", lamp: 3 }) });
    expect((await refused()).code).to.equal("plugin.failed");
    expect(small.events()).to.deep.equal([]);
  });
});
