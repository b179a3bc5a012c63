import type { HealthReport } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import type { Database } from "./database/pool.js";

/** Whether the database answers. */
export async function databaseHealth(database: Database): Promise<HealthReport> {
  try {
    await database.query({ name: "health", text: "select 1" }, []);
    return { state: "ok" };
  } catch (error) {
    return { state: "failed", detail: isAppError(error) ? error.message : "The database answers with errors; see the log." };
  }
}
