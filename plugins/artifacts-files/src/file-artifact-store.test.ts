import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { artifactCases, aTenant, conformance, FixedClock, MemoryArtifactRows } from "@open-cowork/core/testing";
import { isAppError, newId } from "@open-cowork/shared";
import { expect } from "chai";
import { ArtifactPaths } from "./artifact-paths.js";
import { FileArtifactStore } from "./file-artifact-store.js";
import { sweepUploads } from "./sweep-uploads.js";

async function* bytes(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

describe("artifacts as files", () => {
  let root: string;
  let rows: MemoryArtifactRows;
  let paths: ArtifactPaths;
  let store: FileArtifactStore;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "open-cowork-artifacts-"));
    rows = new MemoryArtifactRows();
    paths = new ArtifactPaths(join(root, "artifacts"));
    store = new FileArtifactStore({ paths, rows, clock: new FixedClock() });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  conformance({ describe, it }, { title: "ArtifactStore", cases: artifactCases, open: async () => ({ artifacts: store }) });

  const files = async () => (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

  it("names the SHA-256 of the content, and keeps the name out of the path", async () => {
    const ctx = aTenant();
    const made = await store.put(ctx, { name: "../../etc/passwd", mime: "text/plain" }, bytes("hello ", "world"), 100);
    expect(made.sha256).to.equal(createHash("sha256").update("hello world").digest("hex"));
    expect(await readFile(paths.file(ctx.tenant, made.id), "utf8")).to.equal("hello world");
    expect((await files()).map(({ name }) => name)).to.deep.equal([made.id]);
  });

  it("leaves no file behind when content is too large, breaks off, or cannot be described", async () => {
    const ctx = aTenant();
    const broken = async function* () {
      yield* bytes("begin");
      throw new Error("client left");
    };
    const failing = new FileArtifactStore({
      paths,
      clock: new FixedClock(),
      rows: Object.assign(new MemoryArtifactRows(), { insert: () => Promise.reject(new Error("no database")) }),
    });
    const attempts = [
      store.put(ctx, { name: "a", mime: "b" }, bytes("x".repeat(11)), 10),
      store.put(ctx, { name: "a", mime: "b" }, broken(), 10),
      failing.put(ctx, { name: "a", mime: "b" }, bytes("ok"), 10),
    ];
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "rejected", "rejected"]);
    expect(await files()).to.deep.equal([]);
  });

  it("a row whose file is gone reads as not found", async () => {
    const ctx = aTenant();
    const { id } = await store.put(ctx, { name: "a", mime: "b" }, bytes("x"), 10);
    await rm(paths.file(ctx.tenant, id));
    const error = await store.read(ctx, id).catch((cause: unknown) => cause);
    expect(isAppError(error) && error.code).to.equal("artifact.not_found");
  });

  it("a removal that breaks off leaves what finds it again", async () => {
    const ctx = aTenant();
    const session = newId();
    for (const name of ["a", "b"]) await store.put(ctx, { name, mime: "b", session }, bytes("x"), 10);
    const { remove } = rows;
    rows.remove = () => Promise.reject(new Error("no database"));
    expect(await store.removeOf(ctx, session).catch((error: Error) => error.message)).to.equal("no database");
    rows.remove = remove;
    await store.removeOf(ctx, session);
    expect([await files(), await store.list(ctx, { limit: 10 })]).to.deep.equal([[], { items: [] }]);
  });

  it("a reader that stops early lets go of the file", async () => {
    const ctx = aTenant();
    const { id } = await store.put(ctx, { name: "a", mime: "b" }, bytes("x".repeat(300_000)), 1_000_000);
    const open = async () => (await readdir("/proc/self/fd").catch(() => [])).length;
    const before = await open();
    for (let i = 0; i < 20; i++) for await (const _chunk of await store.read(ctx, id)) break;
    expect(await open()).to.be.at.most(before + 1);
  });

  it("sweeps uploads that no client can still be sending", async () => {
    const now = Date.now();
    await store.put(aTenant(), { name: "a", mime: "b" }, bytes("x"), 10);
    const [old, young] = ["old", "young"].map((name) => join(paths.uploads, name)) as [string, string];
    for (const file of [old, young]) await writeFile(file, "x");
    await utimes(old, now / 1_000, now / 1_000 - 2 * 86_400);
    expect(await sweepUploads(paths.uploads, now)).to.equal(1);
    expect(await readdir(paths.uploads)).to.deep.equal(["young"]);
    expect(await sweepUploads(join(root, "nowhere"), now)).to.equal(0);
  });
});
