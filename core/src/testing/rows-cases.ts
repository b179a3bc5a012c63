import { newId } from "@open-cowork/shared";
import type { SecretRows } from "../secrets/ports.js";
import type { ArtifactRows, IdempotencyRows, ModelProviderRecord, ModelProviderRows } from "../transport/ports.js";
import { type ConformanceCase, check } from "./conformance.js";
import { aTenant } from "./memory-store.js";

export interface RowsHarness {
  secrets: SecretRows;
  artifacts: ArtifactRows;
  providers: ModelProviderRows;
  idempotency: IdempotencyRows;
}
type Case = ConformanceCase<RowsHarness>;

/** The small tables of a tenant: secrets, artifacts, model providers, idempotency keys. */
export const rowsCases: readonly Case[] = [
  {
    name: "secrets: keeps bytes, replaces, removes, lists names in order, by tenant",
    async run({ secrets }) {
      const [ctx, other] = [aTenant(), aTenant()];
      await secrets.put(ctx, "b", Uint8Array.of(0, 255, 7));
      await secrets.put(ctx, "a", Uint8Array.of(1));
      await secrets.put(ctx, "a", Uint8Array.of(2));
      await secrets.put(other, "a", Uint8Array.of(3));
      check.equal([...((await secrets.get(ctx, "b")) ?? [])], [0, 255, 7]);
      check.equal([...((await secrets.get(ctx, "a")) ?? [])], [2]);
      check.equal(await secrets.names(ctx), ["a", "b"]);
      await secrets.remove(ctx, "a");
      await secrets.remove(ctx, "a");
      check.equal([await secrets.get(ctx, "a"), (await secrets.names(ctx)).length], [undefined, 1]);
      check.equal([...((await secrets.get(other, "a")) ?? [])], [3]);
    },
  },
  {
    name: "artifacts: keeps every field, by tenant",
    async run({ artifacts }) {
      const [ctx, other] = [aTenant(), aTenant()];
      const artifact = { id: newId(), name: "Ärger 😀.txt", mime: "text/plain", bytes: 5_000_000_000, sha256: "0".repeat(64), createdAt: 1_767_225_600_123 };
      const ofSession = { ...artifact, id: newId(), session: newId() };
      await artifacts.insert(ctx, artifact);
      await artifacts.insert(ctx, ofSession);
      check.equal(await artifacts.get(ctx, artifact.id), artifact);
      check.equal(await artifacts.get(ctx, ofSession.id), ofSession);
      check.equal(await artifacts.get(other, artifact.id), undefined);
      await artifacts.remove(other, artifact.id);
      check.ok(await artifacts.get(ctx, artifact.id), "another tenant removes nothing");
      await artifacts.remove(ctx, artifact.id);
      check.equal(await artifacts.get(ctx, artifact.id), undefined);
    },
  },
  {
    name: "model providers: puts, replaces, lists oldest first, removes, by tenant",
    async run({ providers }) {
      const [ctx, other] = [aTenant(), aTenant()];
      const model = { id: "m", name: "M", context: 8_000, attachments: false, reasoning: true, tools: true };
      const record: ModelProviderRecord = {
        ...{ id: "p1", kind: "openai-compatible", name: "Mine", baseUrl: "http://127.0.0.1:1/v1", hasKey: true },
        ...{ models: [model], createdAt: 1_767_225_600_123, secretName: "model-provider.p1" },
      };
      const bare: ModelProviderRecord = { id: "p0", kind: "demo", name: "Demo", hasKey: false, models: [], createdAt: 1_767_225_600_124 };
      await providers.put(ctx, bare);
      await providers.put(ctx, record);
      check.equal(await providers.list(ctx), [record, bare]);
      await providers.put(ctx, { ...record, name: "Renamed" });
      check.equal((await providers.get(ctx, "p1"))?.name, "Renamed");
      check.equal(await providers.get(other, "p1"), undefined);
      await providers.remove(ctx, "p1");
      check.equal(await providers.list(ctx), [bare]);
    },
  },
  {
    name: "artifacts: lists newest first, in pages, of one session or all, by tenant",
    async run({ artifacts }) {
      const [ctx, other] = [aTenant(), aTenant()];
      const session = newId();
      const made = [1, 2, 3, 4, 5].map((n) => ({
        ...{ id: newId(1_767_225_600_000 + n), name: String(n), mime: "text/plain", bytes: n, sha256: "0".repeat(64), createdAt: n },
        ...(n % 2 === 0 ? { session } : {}),
      }));
      for (const artifact of made) await artifacts.insert(ctx, artifact);
      const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);
      const first = await artifacts.list(ctx, { limit: 2 });
      check.equal(names(first), ["5", "4"]);
      const second = await artifacts.list(ctx, { limit: 2, cursor: first.next });
      check.equal(names(second), ["3", "2"]);
      const last = await artifacts.list(ctx, { limit: 2, cursor: second.next });
      check.equal([names(last), last.next], [["1"], undefined]);
      check.equal(await artifacts.list(ctx, { session, limit: 10 }), { items: [made[3], made[1]] });
      check.equal(await artifacts.list(other, { limit: 10 }), { items: [] });
      await check.fails(artifacts.list(ctx, { limit: 2, cursor: "a b" }), "request.bad_cursor");
    },
  },
  {
    name: "idempotency: one claim wins, the answer is kept, a released key is free again",
    async run({ idempotency }) {
      const [ctx, other] = [aTenant(), aTenant()];
      const claim = (fingerprint: string, at = 1_000) => ({ fingerprint, at, worker: "node.boot", abandonedBefore: 0 });
      const claims = await Promise.all(Array.from({ length: 5 }, () => idempotency.claim(ctx, "k", claim("print"))));
      check.equal(claims.filter((answer) => answer === undefined).length, 1);
      check.equal(await idempotency.claim(ctx, "k", claim("other")), { fingerprint: "print", status: 0, body: "" });
      await idempotency.complete(ctx, "k", { fingerprint: "whole", status: 201, body: '{"a":"\\u0000"}' });
      await idempotency.release(ctx, "k");
      check.equal(await idempotency.claim(ctx, "k", claim("print", 2_000)), { fingerprint: "whole", status: 201, body: '{"a":"\\u0000"}' });
      check.equal(await idempotency.claim(other, "k", claim("print", 2_000)), undefined);
      await idempotency.release(other, "k");
      check.equal(await idempotency.claim(other, "k", claim("fresh", 2_000)), undefined);
    },
  },
  {
    name: "idempotency: a claim of the dead is taken over by one, an answer never",
    async run({ idempotency }) {
      const ctx = aTenant();
      const claim = (worker: string, abandonedBefore = 0) => idempotency.claim(ctx, "k", { fingerprint: worker, at: 1_000, worker, abandonedBefore });
      check.equal(await claim("a.1"), undefined);
      check.equal((await claim("b.1"))?.fingerprint, "a.1", "another node may still be at it");
      check.equal((await claim("ab.2"))?.fingerprint, "a.1", "a longer name is another node");
      const restarted = await Promise.all([claim("a.2"), claim("a.2"), claim("a.2")]);
      check.equal(restarted.filter((answer) => answer === undefined).length, 1);
      check.equal(await claim("b.1", 1_001), undefined);
      await idempotency.complete(ctx, "k", { fingerprint: "b.1", status: 200, body: "{}" });
      check.equal((await claim("b.2", 5_000))?.status, 200);
    },
  },
  {
    name: "idempotency: forgets what is old, by tenant",
    async run({ idempotency }) {
      const [ctx, other] = [aTenant(), aTenant()];
      const claim = (tenant: typeof ctx, key: string, at: number) =>
        idempotency.claim(tenant, key, { fingerprint: "print", at, worker: "a.1", abandonedBefore: 0 });
      for (const tenant of [ctx, other]) await claim(tenant, "old", 1_000);
      await claim(ctx, "young", 2_000);
      await idempotency.complete(ctx, "old", { fingerprint: "print", status: 200, body: "{}" });
      await idempotency.expire(ctx, 2_000);
      check.equal(await claim(ctx, "old", 3_000), undefined);
      check.ok(await claim(ctx, "young", 3_000), "young ones stay");
      check.ok(await claim(other, "old", 3_000), "others' stay");
    },
  },
];
