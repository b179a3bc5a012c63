import { newId } from "@open-cowork/shared";
import type { CredentialRecord, IdentityStore, UserRecord } from "../authority/ports.js";
import { type ConformanceCase, check } from "./conformance.js";

export interface IdentityHarness {
  identities: IdentityStore;
}

function aCredential({ tenant, id }: UserRecord, over: Partial<CredentialRecord> = {}): CredentialRecord {
  return { tenant, user: id, id: newId(), kind: "token", hash: `hash-${newId()}`, name: "laptop", role: "member", createdAt: 1_000, ...over };
}

export const identityCases: readonly ConformanceCase<IdentityHarness>[] = [
  {
    name: "makes the owner once, also when asked at once",
    async run({ identities }) {
      const owners = await Promise.all([identities.owner(), identities.owner(), identities.owner()]);
      for (const owner of owners) check.equal(owner, owners[0]);
      check.equal(owners[0]?.role, "owner");
      check.equal(await identities.user(owners[0]!.tenant, owners[0]!.id), owners[0]);
      check.equal(await identities.user(newId(), owners[0]!.id), undefined);
    },
  },
  {
    name: "finds a credential by its hash, with its user and every field",
    async run({ identities }) {
      const owner = await identities.owner();
      const record = aCredential(owner, { expiresAt: 9_000_000_000_000, createdAt: 1_767_225_600_123 });
      await identities.putCredential(record);
      check.equal(await identities.findCredential(record.hash), { credential: record, user: owner });
      check.equal(await identities.findCredential("unknown"), undefined);
    },
  },
  {
    name: "a one-use credential is used once, also when raced",
    async run({ identities }) {
      const record = aCredential(await identities.owner(), { kind: "link" });
      await identities.putCredential(record);
      const uses = await Promise.all(Array.from({ length: 6 }, (_, i) => identities.useCredential(record.hash, 2_000 + i)));
      check.equal(uses.filter(Boolean).length, 1);
      check.equal(await identities.useCredential("unknown", 1), false);
      check.ok((await identities.findCredential(record.hash))?.credential.usedAt, "the time of use");
    },
  },
  {
    name: "a revoked credential cannot be used, and keeps the time it was first revoked at",
    async run({ identities }) {
      const owner = await identities.owner();
      const record = aCredential(owner, { kind: "link" });
      await identities.putCredential(record);
      await identities.revokeCredential(owner.tenant, owner.id, "link", record.id, 3_000);
      await identities.revokeCredential(owner.tenant, owner.id, "link", record.id, 4_000);
      check.equal((await identities.findCredential(record.hash))?.credential.revokedAt, 3_000);
      check.equal(await identities.useCredential(record.hash, 5_000), false);
    },
  },
  {
    name: "revokes all unused of a kind, or one, of this user and tenant only",
    async run({ identities }) {
      const owner = await identities.owner();
      const [a, b, used, token] = [
        aCredential(owner, { kind: "link" }),
        aCredential(owner, { kind: "link" }),
        aCredential(owner, { kind: "link", usedAt: 5 }),
        aCredential(owner),
      ];
      for (const record of [a, b, used, token]) await identities.putCredential(record);
      await identities.revokeCredential(newId(), owner.id, "token", token.id, 6);
      await identities.revokeCredential(owner.tenant, newId(), "token", token.id, 6);
      await identities.revokeCredential(owner.tenant, owner.id, "link", undefined, 7);
      const revoked = async ({ hash }: CredentialRecord) => (await identities.findCredential(hash))?.credential.revokedAt;
      check.equal(await Promise.all([a, b, used, token].map(async (record) => (await revoked(record)) ?? 0)), [7, 7, 0, 0]);
    },
  },
  {
    name: "lists one kind, newest first, with the time last seen",
    async run({ identities }) {
      const owner = await identities.owner();
      const [old, young] = [aCredential(owner, { createdAt: 8_000_000 }), aCredential(owner, { createdAt: 9_000_000 })];
      for (const record of [old, young, aCredential(owner, { kind: "login" })]) await identities.putCredential(record);
      await identities.touchCredential(old.hash, 9_500_000);
      await identities.touchCredential(old.hash, 9_400_000);
      const listed = (await identities.listCredentials(owner.tenant, owner.id, "token")).filter(({ id }) => id === old.id || id === young.id);
      check.equal(
        listed.map(({ id, lastSeenAt }) => [id, lastSeenAt ?? 0]),
        [
          [young.id, 0],
          [old.id, 9_500_000],
        ],
      );
      check.equal(await identities.listCredentials(newId(), owner.id, "token"), []);
    },
  },
];
