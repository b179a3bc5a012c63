import { silentLog } from "@open-cowork/core/kernel";
import { EmbeddedPostgres } from "@open-cowork/storage-postgres";
import type { BenchContext } from "../benchmark.js";
import { tempDir } from "./temp-dir.js";

/**
 * The product's embedded Postgres with the product's settings, durable, on an empty cluster. Resolves with the address of its owner, so that the bare side
 * may make tables beside those of the product.
 */
export async function startPostgres(context: Pick<BenchContext, "defer">): Promise<string> {
  const server = await EmbeddedPostgres.start({ home: await tempDir(context, "postgres"), log: silentLog });
  context.defer(() => server.stop());
  return server.ownerUrl("postgres");
}
