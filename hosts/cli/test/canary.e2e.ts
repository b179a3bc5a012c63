import { randomBytes } from "node:crypto";
import { type Dirent, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { newId } from "@open-cowork/shared";
import { prompt, ScriptedModelServer } from "@open-cowork/testkit/model-server";
import { expect } from "chai";
import { CloudProcess, endsOf, pendingApproval, processesOf, until } from "./cloud-process.js";

describe("a provider key", function () {
  this.timeout(120_000);

  it("is found nowhere in OpenCode's processes, home, logs or in what a command can see", async () => {
    const canary = `sk-canary-${randomBytes(16).toString("hex")}`;
    const models = await ScriptedModelServer.start({ key: canary });
    const cloud = await (await CloudProcess.create()).start();
    try {
      await cloud.useModel(models, canary);
      const { id } = await cloud.client.sessions.create({ title: "" });
      const feed = cloud.follow(id);
      const spy = "env; cat /proc/self/environ; cat /proc/$PPID/environ; cat ~/.local/share/opencode/auth.json; grep -rs sk-canary ~ .; true";
      await cloud.client.sessions.command(id, {
        kind: "prompt",
        id: newId(),
        text: prompt("Look for keys", [{ tool: "bash", input: { command: spy, description: "Look" } }], [{ text: "I looked." }, { hold: "look" }]),
      });
      // The command looks outside its folder too, so more than one permission is asked for.
      const looked = () => feed.view.blocks.some((block) => block.type === "text");
      while (!looked()) {
        await until(feed, (v) => looked() || pendingApproval(v) !== undefined, "a request or the answer after the tool");
        const request = pendingApproval(feed.view);
        if (request === undefined) continue;
        await cloud.client.sessions.command(id, { kind: "approval.answer", id: newId(), approval: request.id, answer: "once" });
        await until(feed, (v) => v.approvals[request.id]?.state === "answered", "the decision");
      }
      const { view } = feed;

      // The run is still going on: this is what the engine looks like while it works.
      const engine = processesOf(cloud.dataDir).filter(({ pid }) => pid !== cloud.pid);
      expect(engine.some(({ command }) => command.includes("opencode"))).to.equal(true);
      for (const { pid } of engine)
        for (const file of ["cmdline", "environ"]) expect(readFileSync(`/proc/${pid}/${file}`, "utf8"), `${file} of ${pid}`).to.not.include(canary);
      expect(JSON.stringify(view)).to.not.include(canary);
      for (const file of filesBelow(cloud.home)) expect(contains(file, canary), file).to.equal(false);
      expect(models.turns.at(-1)!.headers.authorization).to.equal(`Bearer ${canary}`);

      models.release("look");
      await until(feed, (v) => endsOf(v).length === 1, "the end");
      feed.close();
    } finally {
      await cloud.remove();
      await models.close();
    }
  });
});

/** The engine works on: a file may be gone between listing and reading, and then it holds nothing. */
function contains(file: string, text: string): boolean {
  try {
    return readFileSync(file).includes(text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function filesBelow(directory: string): string[] {
  return (readdirSync(directory, { withFileTypes: true, recursive: true }) as Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
