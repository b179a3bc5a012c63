import { newId } from "@open-cowork/shared";
import type { CredentialRecord, IdentityStore, UserRecord } from "../authority/ports.js";

export class MemoryIdentityStore implements IdentityStore {
  readonly #users: UserRecord[] = [];
  readonly #credentials = new Map<string, CredentialRecord>();

  async owner(): Promise<UserRecord> {
    if (!this.#users[0]) this.#users.push({ tenant: newId(), id: newId(), name: "Owner", role: "owner" });
    return { ...this.#users[0]! };
  }

  async user(tenant: string, id: string): Promise<UserRecord | undefined> {
    const user = this.#users.find((row) => row.tenant === tenant && row.id === id);
    return user && { ...user };
  }

  async putCredential(record: CredentialRecord): Promise<void> {
    this.#credentials.set(record.hash, { ...record });
  }

  async findCredential(hash: string): Promise<{ credential: CredentialRecord; user: UserRecord } | undefined> {
    const row = this.#credentials.get(hash);
    const user = row && (await this.user(row.tenant, row.user));
    return row && user && { credential: { ...row }, user };
  }

  async useCredential(hash: string, at: number): Promise<boolean> {
    const row = this.#credentials.get(hash);
    if (!row || row.usedAt !== undefined || row.revokedAt !== undefined) return false;
    row.usedAt = at;
    return true;
  }

  async touchCredential(hash: string, at: number): Promise<void> {
    const row = this.#credentials.get(hash);
    if (row) row.lastSeenAt = Math.max(row.lastSeenAt ?? 0, at);
  }

  async listCredentials(tenant: string, user: string, kind: CredentialRecord["kind"]): Promise<CredentialRecord[]> {
    const rows = [...this.#credentials.values()].filter((row) => row.tenant === tenant && row.user === user && row.kind === kind);
    return rows.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).map((row) => ({ ...row }));
  }

  async revokeCredential(tenant: string, user: string, kind: CredentialRecord["kind"], id: string | undefined, at: number): Promise<void> {
    for (const row of this.#credentials.values()) {
      const meant = id === undefined ? row.usedAt === undefined : row.id === id;
      if (meant && row.tenant === tenant && row.user === user && row.kind === kind) row.revokedAt ??= at;
    }
  }
}
