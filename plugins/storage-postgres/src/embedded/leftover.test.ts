import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stopLeftover } from "./leftover.js";

describe("leftover server", () => {
  let data: string;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), "open-cowork-leftover-"));
  });
  afterEach(() => rm(data, { recursive: true, force: true }));

  it("a stranger under the number in postmaster.pid is left alone, and the file goes", async () => {
    const stranger = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
    await once(stranger, "spawn");
    await writeFile(join(data, "postmaster.pid"), `${stranger.pid}\n${data}\n`);
    expect(await stopLeftover(data)).to.equal(false);
    expect(stranger.exitCode).to.equal(null);
    expect(
      await access(join(data, "postmaster.pid")).then(
        () => "there",
        () => "gone",
      ),
    ).to.equal("gone");
    stranger.stdin?.end();
    await once(stranger, "exit");
  });

  it("no file, a file of a dead process and a damaged file need nothing", async () => {
    expect(await stopLeftover(data)).to.equal(false);
    const dead = spawn(process.execPath, ["-e", ""]);
    await once(dead, "exit");
    for (const text of [`${dead.pid}\n`, "", "nonsense", "-1\n", "0\n"]) {
      await writeFile(join(data, "postmaster.pid"), text);
      expect(await stopLeftover(data), JSON.stringify(text)).to.equal(false);
    }
  });
});
