import type { QueryRunner } from "typeorm";
import { APP_ROLE, SCHEMA, SYSTEM_ROLE } from "../database/roles.js";

/** A database function: `signature` without defaults, so that it also names it for grants and drops. */
export interface SqlFunction {
  signature: string;
  /** Everything after the signature: returns, language, body. */
  definition: string;
  /** Looks across tenants: runs with the rights of the system role. */
  acrossTenants?: boolean;
}

/** The server's time in milliseconds since the epoch, as rows keep it. */
export const NOW_MS = "floor(extract(epoch from clock_timestamp()) * 1000)::bigint";

/** Creates functions that nobody but the product's role may call. */
export async function createFunctions(db: QueryRunner, functions: readonly SqlFunction[]): Promise<void> {
  for (const { signature, definition, acrossTenants } of functions) {
    const rights = acrossTenants ? `security definer set search_path = ${SCHEMA}, pg_temp` : "";
    await db.query(`create function ${signature} ${definition.replace(/(as \$\$)/, `${rights} $1`)}`);
    const name = nameOf(signature);
    await db.query(`revoke all on function ${name} from public`);
    await db.query(`grant execute on function ${name} to ${APP_ROLE}`);
    if (!acrossTenants) continue;
    // A new owner needs the right to create in the schema for a moment.
    await db.query(`grant create on schema ${SCHEMA} to ${SYSTEM_ROLE}`);
    await db.query(`alter function ${name} owner to ${SYSTEM_ROLE}`);
    await db.query(`revoke create on schema ${SCHEMA} from ${SYSTEM_ROLE}`);
  }
}

export async function dropFunctions(db: QueryRunner, functions: readonly SqlFunction[]): Promise<void> {
  for (const { signature } of [...functions].reverse()) await db.query(`drop function ${nameOf(signature)}`);
}

/** `f(p_a text, out b int)` is named `f(text)`. */
function nameOf(signature: string): string {
  const [, name, list] = /^(\w+)\s*\(([\s\S]*)\)$/.exec(signature.trim()) ?? [];
  const inputs = (list ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("out "))
    .map((part) => part.replace(/^\w+\s+/, ""));
  return `${name}(${inputs.join(", ")})`;
}
