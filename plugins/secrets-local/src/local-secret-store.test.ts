import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LogFields, silentLog } from "@open-cowork/core/kernel";
import { MemorySecretRows } from "@open-cowork/core/testing";
import { isAppError, Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { KeyRing } from "./key-ring.js";
import { LocalSecretStore } from "./local-secret-store.js";

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

describe("the local secret store", () => {
  const tenant = { tenant: "t1" };
  let root: string;
  let directory: string;
  let rows: MemorySecretRows;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "secrets-local-"));
    directory = join(root, "keys");
    rows = new MemorySecretRows();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const openStore = async () => new LocalSecretStore(rows, await KeyRing.open(directory, silentLog), silentLog);

  it("keeps secrets over a restart, and only sealed", async () => {
    await (await openStore()).put(tenant, "provider.key", new Secret("canary-värde", "key"));
    expect(Buffer.from((await rows.get(tenant, "provider.key"))!).includes("canary")).to.equal(false);
    const secret = await (await openStore()).reveal(tenant, "provider.key");
    expect(secret.reveal()).to.equal("canary-värde");
    expect(String(secret)).to.equal("[secret provider.key]");
  });

  it("knows what it has and forgets what is removed", async () => {
    const store = await openStore();
    await store.put(tenant, "a", new Secret("x", "a"));
    expect([await store.has(tenant, "a"), await store.has(tenant, "b"), await store.has({ tenant: "t2" }, "a")]).to.deep.equal([true, false, false]);
    await store.remove(tenant, "a");
    await store.remove(tenant, "a");
    expect(await codeOf(store.reveal(tenant, "a"))).to.equal("secret.not_found");
  });

  it("does not open a row that was copied to another tenant or name", async () => {
    const store = await openStore();
    await store.put(tenant, "a", new Secret("x", "a"));
    const sealed = (await rows.get(tenant, "a"))!;
    await rows.put({ tenant: "t2" }, "a", sealed);
    await rows.put(tenant, "b", sealed);
    expect(await codeOf(store.reveal({ tenant: "t2" }, "a"))).to.equal("secret.undecryptable");
    expect(await codeOf(store.reveal(tenant, "b"))).to.equal("secret.undecryptable");
  });

  it("makes one key file that only its owner reads, and keeps it", async () => {
    await openStore();
    const [name] = await readdir(directory);
    expect(await readdir(directory)).to.have.lengthOf(1);
    expect((await stat(join(directory, name!))).mode & 0o777).to.equal(0o600);
    expect((await stat(directory)).mode & 0o777).to.equal(0o700);
    await openStore();
    expect(await readdir(directory)).to.deep.equal([name]);
  });

  it("takes a key file back from others who could read it, and says so", async () => {
    await openStore();
    const path = join(directory, (await readdir(directory))[0]!);
    await chmod(path, 0o644);
    const warned: string[] = [];
    await KeyRing.open(directory, { ...silentLog, warn: (event: string, _fields?: LogFields) => void warned.push(event) });
    expect(warned).to.deep.equal(["secrets.key_was_readable_by_others"]);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
  });

  it("seals with the newest key after a rotation, and needs the old one no more", async () => {
    const keys = await KeyRing.open(directory, silentLog);
    const store = new LocalSecretStore(rows, keys, silentLog);
    const old = keys.newest.id;
    await store.put(tenant, "a", new Secret("one", "a"));
    await store.put(tenant, "b", new Secret("two", "b"));
    await keys.add();
    expect((await store.reveal(tenant, "a")).reveal()).to.equal("one");
    expect(await store.rotate(tenant)).to.equal(2);
    await rm(join(directory, `${old}.key`));
    const after = await openStore();
    expect([(await after.reveal(tenant, "a")).reveal(), (await after.reveal(tenant, "b")).reveal()]).to.deep.equal(["one", "two"]);
  });

  it("finds a key that another process made meanwhile", async () => {
    const mine = await openStore();
    const others = await KeyRing.open(directory, silentLog);
    await others.add();
    await new LocalSecretStore(rows, others, silentLog).put(tenant, "a", new Secret("x", "a"));
    expect((await mine.reveal(tenant, "a")).reveal()).to.equal("x");
  });

  it("keeps what it cannot open, through rotation too, until the key is back", async () => {
    const store = await openStore();
    await store.put(tenant, "a", new Secret("x", "a"));
    const name = (await readdir(directory))[0]!;
    const key = await readFile(join(directory, name));
    await rm(join(directory, name));
    const without = await openStore();
    expect(await codeOf(without.reveal(tenant, "a"))).to.equal("secret.undecryptable");
    expect(await without.rotate(tenant)).to.equal(0);
    await writeFile(join(directory, name), key, { mode: 0o600 });
    expect((await without.reveal(tenant, "a")).reveal()).to.equal("x");
  });

  it("refuses a damaged key file and a directory it cannot use", async () => {
    await openStore();
    await writeFile(join(directory, (await readdir(directory))[0]!), "c2hvcnQ=\n");
    expect(await codeOf(KeyRing.open(directory, silentLog))).to.equal("host.data_dir");
    const file = join(root, "file");
    await writeFile(file, "x");
    expect(await codeOf(KeyRing.open(join(file, "keys"), silentLog))).to.equal("host.data_dir");
  });
});
