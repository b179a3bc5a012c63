import { randomUUID } from "node:crypto";
import { silentLog } from "@open-cowork/core/kernel";
import { aSession, some } from "@open-cowork/core/testing";
import { openStorage } from "../src/index.js";

/**
 * A host to be killed: opens embedded storage in argv[2], prints `ready <postmaster pid>`, then appends to one session as fast as it can and prints
 * `<session> <seq>` after each commit it was told of.
 */
const storage = await openStorage({ url: "embedded", dataDir: process.argv[2]!, log: silentLog });
const ctx = { tenant: "tenant" };
const { rows } = { rows: await storage.database.query<{ pid: number }>({ name: "me", text: "select pg_backend_pid() as pid" }, []) };
process.stdout.write(`ready ${rows[0]?.pid}\n`);
if (process.argv[3] === "append") {
  const session = await aSession(storage, ctx, randomUUID());
  for (;;) {
    const { to } = await storage.log.append(ctx, { session, epoch: null, events: [some.text("r", "x".repeat(100)), some.text("r", "y")] });
    process.stdout.write(`${session} ${to}\n`);
  }
}
process.stdin.once("end", () => void storage.close());
process.stdin.resume();
