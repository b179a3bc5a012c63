import type { Log, TenantContext } from "@open-cowork/core/kernel";
import type { SecretRows, SecretStore } from "@open-cowork/core/secrets";
import { AppError, Secret } from "@open-cowork/shared";
import { keyIdOf, open, seal } from "./envelope.js";
import type { KeyRing } from "./key-ring.js";

/** A tenant's secrets, sealed before they reach the database. A row that cannot be opened is reported and kept: the key may come back. */
export class LocalSecretStore implements SecretStore {
  constructor(
    private readonly rows: SecretRows,
    private readonly keys: KeyRing,
    private readonly log: Log,
  ) {}

  async put(ctx: TenantContext, name: string, value: Secret): Promise<void> {
    await this.rows.put(ctx, name, seal(this.keys.newest, { tenant: ctx.tenant, name }, Buffer.from(value.reveal(), "utf8")));
  }

  async reveal(ctx: TenantContext, name: string): Promise<Secret> {
    const sealed = await this.rows.get(ctx, name);
    if (!sealed) throw new AppError("secret.not_found", { details: { name } });
    return new Secret((await this.#open(ctx, name, sealed)).toString("utf8"), name);
  }

  async has(ctx: TenantContext, name: string): Promise<boolean> {
    return (await this.rows.get(ctx, name)) !== undefined;
  }

  async remove(ctx: TenantContext, name: string): Promise<void> {
    await this.rows.remove(ctx, name);
  }

  /** Rows that cannot be opened are left as they are and not counted. */
  async rotate(ctx: TenantContext): Promise<number> {
    let sealedAgain = 0;
    for (const name of await this.rows.names(ctx)) {
      const sealed = await this.rows.get(ctx, name);
      if (!sealed) continue;
      try {
        const value = await this.#open(ctx, name, sealed);
        await this.rows.put(ctx, name, seal(this.keys.newest, { tenant: ctx.tenant, name }, value));
        sealedAgain++;
      } catch (error) {
        this.log.error("secrets.rotate_skipped", { tenant: ctx.tenant, name, error });
      }
    }
    return sealedAgain;
  }

  async #open(ctx: TenantContext, name: string, sealed: Uint8Array): Promise<Buffer> {
    const id = keyIdOf(sealed);
    const key = id === undefined ? undefined : await this.keys.find(id);
    if (!key) throw new AppError("secret.undecryptable", { details: { name } });
    try {
      return open(key, { tenant: ctx.tenant, name }, sealed);
    } catch (cause) {
      throw new AppError("secret.undecryptable", { details: { name }, cause });
    }
  }
}
