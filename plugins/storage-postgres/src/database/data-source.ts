import { DataSource } from "typeorm";
import { ENTITIES } from "../entities/index.js";
import { MIGRATIONS } from "../migrations/index.js";
import { connectionSettings, type DatabaseOptions } from "./pool.js";
import { SCHEMA } from "./roles.js";

/** TypeORM over its own few connections. The schema changes by migrations only. */
export function createDataSource(options: Pick<DatabaseOptions, "url" | "switchRole">, connections: number): DataSource {
  const { connectionString, ...extra } = connectionSettings(options);
  return new DataSource({
    type: "postgres",
    url: connectionString,
    schema: SCHEMA,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: "migrations",
    migrationsTransactionMode: "each",
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: connections,
    extra,
  });
}
