import { newId } from "@open-cowork/shared";
import type { ArtifactStore } from "../transport/ports.js";
import { type ConformanceCase, check } from "./conformance.js";
import { aTenant } from "./memory-store.js";

export interface ArtifactHarness {
  artifacts: ArtifactStore;
}

async function* chunks(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield part;
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1);
  throw new Error("the client left");
}

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<number[]> {
  const all: number[] = [];
  for await (const chunk of content) for (const byte of chunk) all.push(byte);
  return all;
}

export const artifactCases: readonly ConformanceCase<ArtifactHarness>[] = [
  {
    name: "keeps content, whole and in ranges",
    async run({ artifacts }) {
      const ctx = aTenant();
      const meta = { name: "a/../b 😀.bin", mime: "application/octet-stream", session: newId() };
      const made = await artifacts.put(ctx, meta, chunks(Uint8Array.of(0, 1, 2), Uint8Array.of(3), Uint8Array.of(4, 255)), 6);
      check.equal([made.name, made.mime, made.session, made.bytes], [meta.name, meta.mime, meta.session, 6]);
      check.equal(await artifacts.stat(ctx, made.id), made);
      check.equal(await bytesOf(await artifacts.read(ctx, made.id)), [0, 1, 2, 3, 4, 255]);
      check.equal(await bytesOf(await artifacts.read(ctx, made.id, { start: 2, end: 5 })), [2, 3, 4]);
      check.equal(await bytesOf(await artifacts.read(ctx, made.id, { start: 5, end: 6 })), [255]);
      check.equal(await bytesOf(await artifacts.read(ctx, made.id, { start: 3, end: 3 })), []);
    },
  },
  {
    name: "keeps empty content",
    async run({ artifacts }) {
      const ctx = aTenant();
      const made = await artifacts.put(ctx, { name: "empty", mime: "text/plain" }, chunks(), 10);
      check.equal([made.bytes, await bytesOf(await artifacts.read(ctx, made.id))], [0, []]);
    },
  },
  {
    name: "refuses more than the limit, and a stream that breaks, leaving nothing",
    async run({ artifacts }) {
      const ctx = aTenant();
      await check.fails(artifacts.put(ctx, { name: "x", mime: "text/plain" }, chunks(Uint8Array.of(1, 2), Uint8Array.of(3)), 2), "artifact.too_large");
      const failure = await artifacts.put(ctx, { name: "x", mime: "text/plain" }, broken(), 100).then(
        () => "",
        (error: unknown) => String(error),
      );
      check.ok(failure.includes("the client left"), "the stream's own error");
    },
  },
  {
    name: "knows its own tenant's only, and ids only",
    async run({ artifacts }) {
      const [mine, theirs] = [aTenant(), aTenant()];
      const { id } = await artifacts.put(mine, { name: "x", mime: "text/plain" }, chunks(Uint8Array.of(1)), 10);
      const bad = [newId(), "", ".", "..", "../x", `../${mine.tenant}/${id}`, "a/b", "a\\b", "\u0000", "x".repeat(5_000)];
      for (const unknown of [...bad, id]) {
        await check.fails(artifacts.stat(theirs, unknown), "artifact.not_found");
        await check.fails(artifacts.read(theirs, unknown), "artifact.not_found");
        await artifacts.remove(theirs, unknown);
      }
      check.equal(await bytesOf(await artifacts.read(mine, id)), [1]);
      await artifacts.remove(mine, id);
      await artifacts.remove(mine, id);
      await check.fails(artifacts.read(mine, id), "artifact.not_found");
    },
  },
  {
    name: "lists what there is, and removes what belongs to a session, twice if need be",
    async run({ artifacts }) {
      const [mine, theirs] = [aTenant(), aTenant()];
      const [session, other] = [newId(), newId()];
      const put = (ctx: typeof mine, of?: string) => artifacts.put(ctx, { name: "x", mime: "text/plain", session: of }, chunks(Uint8Array.of(1)), 10);
      const gone = [await put(mine, session), await put(mine, session)];
      const kept = [await put(mine, other), await put(mine)];
      const foreign = await put(theirs, session);
      const ids = (items: { id: string }[]) => items.map(({ id }) => id).sort();
      check.equal(ids((await artifacts.list(mine, { session, limit: 10 })).items), ids(gone));
      for (const ctx of [mine, theirs]) await artifacts.adopt(ctx, kept[0]!.id, session);
      check.equal((await artifacts.stat(mine, kept[0]!.id)).session, other, "what belongs to a session stays there");
      gone.push(await put(mine));
      await artifacts.adopt(mine, gone[2]!.id, session);
      await artifacts.removeOf(mine, session);
      await artifacts.removeOf(mine, session);
      check.equal(ids((await artifacts.list(mine, { limit: 10 })).items), ids(kept));
      for (const { id } of gone) await check.fails(artifacts.read(mine, id), "artifact.not_found");
      check.equal(await bytesOf(await artifacts.read(theirs, foreign.id)), [1]);
    },
  },
];
