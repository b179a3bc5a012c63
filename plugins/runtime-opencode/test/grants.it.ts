import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Conversation, RuntimeHost } from "./harness.js";

const run = (command: string) => ({ tool: "bash", input: { command, description: "Runs" } });

describe("what people have allowed", function () {
  this.timeout(60_000);
  let dataDir: string;
  let host: RuntimeHost;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "runtime-opencode-"));
    host = await RuntimeHost.start({ dataDir });
  });
  afterEach(async () => {
    await host.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  async function answer(thread: Conversation, as: "session" | "always" | "once", nth = 0): Promise<void> {
    await thread.until(() => thread.of("approval.requested").length > nth);
    await thread.runtime.answer({ kind: "approval", id: thread.of("approval.requested")[nth]!.body.id, answer: as });
  }

  it("for a session holds in that thread alone", async () => {
    const thread = await host.open();
    const ended = thread.say("one", [run("echo a")], [run("echo b")], [{ text: "ok" }]);
    await answer(thread, "session");
    await ended;
    expect(thread.of("approval.requested")).to.have.length(1);
    expect(thread.of("tool.finished").map((event) => event.body.status)).to.deep.equal(["completed", "completed"]);
    const other = await host.open();
    const asked = other.say("two", [run("echo c")], [{ text: "ok" }]);
    await answer(other, "once");
    await asked;
  });

  it("for always holds in every thread, for what it covers, and after a restart", async () => {
    const thread = await host.open();
    const ended = thread.say("one", [run("echo a")], [{ text: "ok" }]);
    await answer(thread, "always");
    await ended;
    await host.stop();
    host = await RuntimeHost.start({ dataDir });
    const later = await host.open();
    const again = later.say("two", [run("echo z")], [run("ls /nowhere")], [{ text: "ok" }]);
    await later.event("approval.requested");
    expect(later.of("approval.requested").map((event) => event.body.command)).to.deep.equal(["ls /nowhere"]);
    await answer(later, "once");
    await again;
  });

  it("settles the other open requests that it covers", async () => {
    const thread = await host.open();
    const ended = thread.say("both", [run("echo a"), run("echo b")], [{ text: "ok" }]);
    await thread.until(() => thread.of("approval.requested").length === 2);
    await answer(thread, "session");
    expect(await ended).to.deep.equal({ state: "finished" });
    expect(thread.of("approval.answered")[0]!.body).to.include({ id: thread.of("approval.requested")[1]!.body.id, answer: "session" });
  });

  it("is never read from a damaged file", async () => {
    const { writeFileSync, mkdirSync } = await import("node:fs");
    mkdirSync(join(dataDir, "runtime", "t1"), { recursive: true });
    writeFileSync(join(dataDir, "runtime", "t1", "rules.json"), '{"always":[{"permission":"bash"');
    const thread = await host.open();
    const ended = thread.say("one", [run("echo a")], [{ text: "ok" }]);
    await answer(thread, "once");
    await ended;
  });
});
