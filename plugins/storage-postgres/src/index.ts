// For hosts' commands, tests and benchmarks; the product itself uses the plugin
export { isMigrated, migrate } from "./database/migrate.js";
export { Database, type DatabaseOptions, type Statement } from "./database/pool.js";
export { type EmbeddedOptions, EmbeddedPostgres } from "./embedded/embedded-postgres.js";
export { openStorage, type Storage, type StorageOptions } from "./open-storage.js";
