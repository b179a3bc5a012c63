import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Log, silentLog } from "@open-cowork/core/kernel";
import type { EarlierRun } from "@open-cowork/core/sessions";
import { prompt } from "@open-cowork/testkit/model-server";
import { expect } from "chai";
import { RuntimeHost } from "./harness.js";
import { enginePid, eventually, exposed, processesOf } from "./processes.js";

const linuxOnly = process.platform === "linux" ? it : it.skip;

describe("engines", function () {
  this.timeout(90_000);
  const hosts: RuntimeHost[] = [];
  const start = async (...args: Parameters<typeof RuntimeHost.start>) => {
    const host = await RuntimeHost.start(...args);
    hosts.push(host);
    return host;
  };
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.stop();
  });

  it("answers twenty new threads that are prompted at once", async () => {
    const host = await start();
    const threads = await Promise.all(Array.from({ length: 20 }, () => host.open()));
    const outcomes = await Promise.all(threads.map((thread, i) => thread.say(`thread ${i}`, [{ text: `Answer number ${i}.` }])));
    expect(new Set(outcomes.map((outcome) => outcome.state))).to.deep.equal(new Set(["finished"]));
    expect(threads.map((thread) => thread.text())).to.deep.equal(threads.map((_, i) => `Answer number ${i}.`));
  });

  it("forgets directories that nobody works in, and goes on in them with all that was said", async () => {
    const forgotten: string[] = [];
    const log: Log = {
      ...silentLog,
      debug: (event, fields) => void (event === "engine.directory_forgotten" && forgotten.push(String(fields?.directory))),
      child: () => log,
    };
    const host = await start({ log });
    const threads = await Promise.all(Array.from({ length: 18 }, () => host.open()));
    await threads[0]!.say("remember the word plum", [{ text: "Plum it is." }]);
    for (const thread of threads.slice(1)) await thread.say("hello", [{ text: "Hello." }]);
    await eventually(() => forgotten.length === 2);
    expect(forgotten[0]).to.include(threads[0]!.session);
    expect(await threads[0]!.say("which word?", [{ text: "Plum." }])).to.deep.equal({ state: "finished" });
    expect(JSON.stringify(host.server.turns.at(-1)!.body.messages)).to.include("remember the word plum");
  });

  linuxOnly("ends the run as lost when the engine is killed, and goes on in a new engine with what was said", async () => {
    const host = await start();
    const thread = await host.open();
    await thread.say("remember the word plum", [{ text: "Plum it is." }]);
    const ended = thread.send({ message: "wait", text: prompt("wait", [{ text: "Half" }, { hold: "never" }]) });
    const { message } = (await thread.event("text.appended", (body) => body.text === "Half")).body;
    process.kill(enginePid(host.dataDir), "SIGKILL");
    expect(await ended).to.have.nested.property("error.code", "runtime.crashed");
    await thread.open();
    const earlier: EarlierRun[] = [
      {
        message: "wait",
        said: [
          { by: "person", message: "wait", text: "Wait for it." },
          { by: "agent", message, text: "Half" },
        ],
      },
    ];
    expect(await thread.send({ text: prompt("which word?", [[{ text: "Plum." }]].flat()), earlier: () => earlier })).to.deep.equal({ state: "finished" });
    const sent = JSON.stringify(host.server.turns.at(-1)!.body.messages);
    expect(sent).to.include("remember the word plum").and.to.include("Plum it is.").and.to.include("<shown>\\nHalf\\n</shown>");
    expect(sent, "what the engine still has").not.to.include("Wait for it.");
  });

  it("restores a thread from its checkpoints in an engine that never saw it, sub-agents included", async () => {
    const first = await start();
    const thread = await first.open();
    const task = { tool: "task", input: { description: "Look", prompt: prompt("child", [{ text: "Child text." }]), subagent_type: "general" } };
    await thread.say("remember the word quince", [task], [{ text: "Quince it is." }]);
    const one = await thread.runtime.checkpoint();
    await thread.say("and the word medlar", [{ text: "Medlar, too." }]);
    const two = await thread.runtime.checkpoint();
    expect(two!.position).to.be.greaterThan(one!.position);

    const second = await start({ model: first.server });
    const again = await second.open(thread.session, { checkpoints: [one!, two!], epoch: 9 });
    await again.say("which words?", [{ text: "Both." }]);
    const sent = JSON.stringify(first.server.turns.at(-1)!.body.messages);
    for (const words of ["remember the word quince", "Quince it is.", "and the word medlar", "Medlar, too.", "which words?"]) expect(sent).to.include(words);
    expect(again.text()).to.equal("Both.");
    expect((await again.runtime.checkpoint())!.position).to.be.greaterThan(two!.position);
  });

  it("loads a thread again when others have run it meanwhile, and only then", async () => {
    const [here, there] = [await start(), await start()];
    const thread = await here.open(undefined, { epoch: 1 });
    await thread.say("one", [{ text: "First." }]);
    const one = (await thread.runtime.checkpoint())!;
    const away = await there.open(thread.session, { checkpoints: [one], epoch: 2 });
    await away.say("two", [{ text: "Second." }]);
    const two = (await away.runtime.checkpoint())!;
    await thread.open({ checkpoints: [one, two], epoch: 3 });
    await thread.say("three", [{ text: "Third." }]);
    expect(JSON.stringify(here.server.turns.at(-1)!.body.messages))
      .to.include("First.")
      .and.to.include("Second.");
    await thread.open({ checkpoints: [], epoch: 4 });
    await thread.say("four", [{ text: "Fourth." }]);
    expect(JSON.stringify(here.server.turns.at(-1)!.body.messages))
      .to.include("Second.")
      .and.to.include("Third.");
  });

  it("goes on without what a damaged checkpoint held", async () => {
    const host = await start();
    const thread = await host.open(undefined, { checkpoints: [{ position: 5, data: new Uint8Array([1, 2, 3]) }] });
    expect(await thread.say("hi", [{ text: "Still here." }])).to.deep.equal({ state: "finished" });
  });

  linuxOnly("keeps a provider key out of everything the engine can reach", async () => {
    const key = "sk-canary-7f3a9b51";
    const host = await start({ key, config: { permission: { "*": "allow" } } });
    const thread = await host.open();
    const ended = thread.say(
      "env",
      [{ tool: "bash", input: { command: "env; cat ~/config*.json; sleep 0.2", description: "Looks" } }],
      [{ hold: "look" }, { text: "ok" }],
    );
    const found: string[] = [];
    await thread.event("tool.finished");
    const pids = processesOf(host.dataDir);
    expect(pids.length).to.be.greaterThan(1);
    for (const pid of pids) if (exposed(pid).includes(key)) found.push(`process ${pid}`);
    for (const file of filesUnder(join(host.dataDir, "runtime"))) if (readFileSync(file, "latin1").includes(key)) found.push(file);
    host.server.release("look");
    await ended;
    expect(found).to.deep.equal([]);
    expect(thread.of("tool.finished")[0]!.body.output).to.include("HOME=").and.not.include(key);
    expect(host.server.turns[0]!.headers.authorization).to.equal(`Bearer ${key}`);
  });

  it("fetches no packages: its configuration directory is as the host made it", async () => {
    const host = await start();
    await (await host.open()).say("one", [{ text: "One." }]);
    const home = join(host.dataDir, "runtime", host.ctx.tenant, "engine");
    expect(readdirSync(join(home, "config", "opencode", "node_modules"))).to.deep.equal([]);
    expect(existsSync(join(home, ".npm"))).to.equal(false);
  });

  linuxOnly("dies with its host, tools included, when the host is killed", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "runtime-opencode-"));
    const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("./host-process.ts", import.meta.url)), dataDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      await once(child.stdout!, "data");
      await eventually(() => processesOf(dataDir).some((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").startsWith("sleep")));
      child.kill("SIGKILL");
      await eventually(() => processesOf(dataDir).length === 0);
    } finally {
      child.kill("SIGKILL");
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  linuxOnly("is gone when the host has stopped", async () => {
    const host = await start();
    await (await host.open()).say("hi", [{ text: "hello" }]);
    await host.stopRuntime();
    // The guard's shell leaves a moment after the engine that it watched.
    const deadline = performance.now() + 5_000;
    while (processesOf(host.dataDir).length > 0 && performance.now() < deadline) await new Promise(setImmediate);
    expect(processesOf(host.dataDir)).to.deep.equal([]);
  });

  it("refuses a program that is missing, does not start, or has another version", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "runtime-opencode-"));
    const missing = await start({ config: { binary: join(dataDir, "nothing") } });
    expect(await codeOf(missing.open())).to.equal("runtime.missing");
    const program = join(dataDir, "opencode");
    const serves = `require("http").createServer((q,r)=>{r.setHeader("content-type","application/json");r.end('{"healthy":true,"version":"2.0.1"}')}).listen(+process.argv[process.argv.indexOf("--port")+1],"127.0.0.1",()=>console.log("opencode server listening on x"))`;
    // Padding: anything small is taken for a package whose install script did not run.
    writeFileSync(program, `#!${process.execPath}\n${serves}\n//${"x".repeat(1_100_000)}`);
    chmodSync(program, 0o755);
    const newer = await start({ config: { binary: program } });
    expect(await codeOf(newer.open())).to.equal("runtime.version");
    writeFileSync(program, `#!/bin/sh\nexit 3\n#${"x".repeat(1_100_000)}`);
    const broken = await start({ config: { binary: program } });
    expect(await codeOf(broken.open())).to.equal("runtime.unavailable");
    rmSync(dataDir, { recursive: true });
  });

  it("takes new providers at the next prompt and refuses removed ones at once", async () => {
    const host = await start();
    const thread = await host.open();
    await thread.say("one", [{ text: "One." }]);
    await host.models.save(host.ctx, { kind: "openai-compatible", name: "Other", baseUrl: host.server.url });
    await thread.open();
    expect(await thread.send({ text: prompt("two", [{ text: "Two." }]), model: { provider: "custom-other", model: "scripted" } })).to.deep.equal({
      state: "finished",
    });
    expect(JSON.stringify(host.server.turns.at(-1)!.body.messages)).to.include("One.");
    await host.models.remove(host.ctx, "custom-other");
    expect(await thread.send({ text: "three", model: { provider: "custom-other", model: "scripted" } })).to.have.nested.property(
      "error.code",
      "model.not_found",
    );
  });

  it("names its agents, and keeps threads in directories of their own", async () => {
    const host = await start();
    const { agents, defaultAgent } = await host.runtime.catalog(host.ctx);
    expect(defaultAgent).to.equal("build");
    expect(agents.find((agent) => agent.id === "general")).to.include({ primary: false });
    expect(agents.map((agent) => agent.id)).to.not.include("title");
    const thread = await host.open();
    expect(statSync(join(host.dataDir, "workspaces", "t1", thread.session)).isDirectory()).to.equal(true);
    expect(existsSync(join(host.dataDir, "runtime", "t1", "engine"))).to.equal(true);
  });
});

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "none",
    (error: { code?: string }) => error.code,
  );
}
