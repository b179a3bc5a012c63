import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { silentLog } from "@open-cowork/core/kernel";
import { aSession, some } from "@open-cowork/core/testing";
import { isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { openStorage, type Storage } from "../src/index.js";

const HOST = fileURLToPath(new URL("host-process.ts", import.meta.url));
const ctx = { tenant: "tenant" };

describe("embedded Postgres", function () {
  this.timeout(60_000);
  let dataDir: string;
  const hosts: ChildProcess[] = [];
  const opened: Storage[] = [];

  // One data directory for all: making a cluster is the slow part.
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "open-cowork-embedded-"));
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) {
      if (host.exitCode !== null || host.signalCode !== null) continue;
      host.kill("SIGKILL");
      await once(host, "exit");
    }
    for (const storage of opened.splice(0)) await storage.close();
    await gone(await postmaster(dataDir));
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  async function open(): Promise<Storage> {
    const storage = await openStorage({ url: "embedded", dataDir, log: silentLog });
    opened.push(storage);
    return storage;
  }

  /** A host in a process of its own, and the lines it prints. */
  async function aHost(mode = ""): Promise<{ host: ChildProcess; lines: AsyncIterator<string> }> {
    const host = spawn(process.execPath, ["--import", "tsx", HOST, dataDir, mode], { stdio: ["pipe", "pipe", "inherit"] });
    hosts.push(host);
    const lines = createInterface({ input: host.stdout! })[Symbol.asyncIterator]();
    expect((await lines.next()).value).to.match(/^ready \d+$/);
    return { host, lines };
  }

  it("keeps everything over a restart, its files to itself, and stops without a trace", async () => {
    const first = await open();
    const session = await aSession(first, ctx, "kept");
    const pid = await postmaster(dataDir);
    await first.close();
    expect(isAlive(pid)).to.equal(false);
    for (const path of ["postgres/data", "postgres/credentials.json"]) expect((await stat(join(dataDir, path))).mode & 0o077, path).to.equal(0);

    const second = await open();
    expect((await second.index.get(ctx, session))?.title).to.equal("kept");
    await second.close();
  });

  it("listens on no address and takes no connection without the password", async () => {
    const storage = await open();
    const url = storage.url.replace(/:[^:@/]+@/, ":wrong@");
    const refused = await openStorage({ url, dataDir, log: silentLog }).catch((error: unknown) => error);
    expect(isAppError(refused) && refused.code).to.equal("storage.unavailable");
    const [{ listen } = { listen: "?" }] = await storage.database.query<{ listen: string }>(
      { name: "listen", text: "select setting as listen from pg_settings where name = 'listen_addresses'" },
      [],
    );
    expect(listen).to.equal("");
  });

  it("goes when its host is killed, and the next host finds every commit the dead one was told of", async () => {
    for (let round = 0; round < 3; round++) {
      const { host, lines } = await aHost("append");
      let last = "";
      for (let i = 0; i < 30 * (round + 1); i++) last = (await lines.next()).value;
      const pid = await postmaster(dataDir);
      host.kill("SIGKILL");
      for (let line = await lines.next(); !line.done; line = await lines.next()) last = line.value;
      // Not waiting for the old server: the new host has to cope with one that is still going down.
      const storage = await open();
      expect(isAlive(pid)).to.equal(false);
      const [session, seq] = last.split(" ") as [string, string];
      const events = await storage.log.read(ctx, session, { after: 0, limit: 1_000_000 });
      expect(events.length).to.be.at.least(Number(seq));
      expect(events.map((event) => event.seq)).to.deep.equal(events.map((_, i) => i + 1));
      expect((events.length - 1) % 2, "whole batches only").to.equal(0);
      expect((await storage.index.get(ctx, session))?.headSeq).to.equal(events.length);
      await storage.close();
    }
  });

  it("loses no commit when the server itself is killed, says so, and comes back on the same address", async () => {
    const storage = await open();
    const session = await aSession(storage, ctx);
    const append = () => storage.log.append(ctx, { session, epoch: null, events: [some.text("r", "x")] });
    let committed = 1;
    const writing = (async () => {
      for (;;) committed = (await append()).to;
    })().catch((error: unknown) => error);
    while (committed < 50) await storage.log.heads([{ ...ctx, session }]);
    process.kill(await postmaster(dataDir), "SIGKILL");
    const failure = await writing;
    expect(isAppError(failure) && failure.code).to.equal("storage.unavailable");

    let back: number | undefined;
    while (back === undefined) back = await append().then(({ from }) => from, unavailable);
    expect(back).to.be.greaterThan(committed);
    const events = await storage.log.read(ctx, session, { after: 0 });
    expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, i) => i + 1));
  });

  it("says what to do when the passwords are gone, or the data is of another release", async () => {
    await (await open()).close();
    const credentials = await readFile(join(dataDir, "postgres/credentials.json"));
    await rm(join(dataDir, "postgres/credentials.json"));
    const lost = await open().catch((error: unknown) => error);
    expect(isAppError(lost) && lost.message).to.match(/passwords .* missing or damaged/);
    await writeFile(join(dataDir, "postgres/credentials.json"), credentials);
    const version = join(dataDir, "postgres/data/PG_VERSION");
    const right = await readFile(version);
    await writeFile(version, "9\n");
    const old = await open().catch((error: unknown) => error);
    await writeFile(version, right);
    expect(isAppError(old) && old.message).to.match(/made by PostgreSQL 9/);
  });

  it("finishes a first start that was cut short", async () => {
    const first = await open();
    await first.close();
    // As after a kill between making the cluster and making the database.
    await rm(join(dataDir, "postgres/data"), { recursive: true });
    const second = await open();
    await aSession(second, ctx);
    await second.close();
  });
});

/** Passes over the one failure that is expected while the server is down. */
function unavailable(error: unknown): undefined {
  if (!isAppError(error) || error.code !== "storage.unavailable") throw error;
}

async function postmaster(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, "postgres/data/postmaster.pid"), "utf8").catch(() => "0"), 10);
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
}
