import type { CredentialRecord, IdentityStore, UserRecord } from "@open-cowork/core/authority";
import { newId, type Role } from "@open-cowork/shared";
import type { Database } from "../database/pool.js";
import type { TenantRows } from "../database/tenant-rows.js";
import type { CredentialRow, UserRow } from "../entities/people.js";

const OWNER = { name: "local_owner", text: "select * from local_owner($1,$2,$3)" };
const FIND = { name: "find_credential", text: "select * from find_credential($1)" };
const USE = { name: "use_credential", text: "select use_credential($1,$2) as used" };
const TOUCH = { name: "touch_credential", text: "select touch_credential($1,$2)" };

interface UserColumns {
  user_tenant: string;
  user_id: string;
  user_name: string;
  user_role: Role;
}
/** The row as Postgres writes it in JSON. */
interface CredentialJson extends Pick<CredentialRow, "tenant" | "id" | "kind" | "hash" | "name" | "role"> {
  user_id: string;
  created_at: number;
  expires_at: number | null;
  used_at: number | null;
  last_seen_at: number | null;
  revoked_at: number | null;
}

/** Look-ups by hash name no tenant and go through functions of the system role; everything else is of one tenant. */
export class PostgresIdentityStore implements IdentityStore {
  constructor(
    private readonly database: Database,
    private readonly rows: TenantRows,
  ) {}

  async owner(): Promise<UserRecord> {
    const [row] = await this.database.query<UserColumns>(OWNER, [newId(), newId(), Date.now()]);
    if (!row) throw new Error("local_owner answered nothing");
    return userOf(row);
  }

  async user(tenant: string, id: string): Promise<UserRecord | undefined> {
    const row = await this.rows.in({ tenant }, (db) => db.findOneBy<UserRow>("user", { tenant, id }));
    return row ? { tenant: row.tenant, id: row.id, name: row.name, role: row.role } : undefined;
  }

  async putCredential(record: CredentialRecord): Promise<void> {
    await this.rows.in(record, (db) => db.insert<CredentialRow>("credential", record));
  }

  async findCredential(hash: string): Promise<{ credential: CredentialRecord; user: UserRecord } | undefined> {
    const [row] = await this.database.query<UserColumns & { credential: CredentialJson }>(FIND, [hash]);
    if (!row) return undefined;
    const { user_id, created_at, expires_at, used_at, last_seen_at, revoked_at, ...rest } = row.credential;
    const times = { createdAt: created_at, expiresAt: expires_at, usedAt: used_at, lastSeenAt: last_seen_at, revokedAt: revoked_at };
    return { credential: credentialOf({ ...rest, user: user_id, ...times }), user: userOf(row) };
  }

  async useCredential(hash: string, at: number): Promise<boolean> {
    const [row] = await this.database.query<{ used: boolean }>(USE, [hash, at]);
    return row?.used ?? false;
  }

  async touchCredential(hash: string, at: number): Promise<void> {
    await this.database.query(TOUCH, [hash, at]);
  }

  async listCredentials(tenant: string, user: string, kind: CredentialRecord["kind"]): Promise<CredentialRecord[]> {
    const order = { createdAt: "DESC", id: "DESC" } as const;
    const rows = await this.rows.in({ tenant }, (db) => db.find<CredentialRow>("credential", { where: { tenant, user, kind }, order }));
    return rows.map(credentialOf);
  }

  async revokeCredential(tenant: string, user: string, kind: CredentialRecord["kind"], id: string | undefined, at: number): Promise<void> {
    await this.rows.in({ tenant }, async (db) => {
      const update = db.createQueryBuilder().update("credential").set({ revokedAt: at });
      update.where({ tenant, user, kind }).andWhere("revoked_at is null");
      await (id === undefined ? update.andWhere("used_at is null") : update.andWhere({ id })).execute();
    });
  }
}

function userOf({ user_tenant, user_id, user_name, user_role }: UserColumns): UserRecord {
  return { tenant: user_tenant, id: user_id, name: user_name, role: user_role };
}

function credentialOf({ expiresAt, usedAt, lastSeenAt, revokedAt, ...rest }: CredentialRow): CredentialRecord {
  return {
    ...rest,
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(usedAt === null ? {} : { usedAt }),
    ...(lastSeenAt === null ? {} : { lastSeenAt }),
    ...(revokedAt === null ? {} : { revokedAt }),
  };
}
