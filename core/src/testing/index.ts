// Time and contexts

// Suites that every implementation of a port must pass
export * from "./artifact-cases.js";
export * from "./bus-cases.js";
export * from "./channels/index.js";
export * from "./checkpoint-cases.js";
export * from "./conformance.js";
export * from "./contexts.js";
export * from "./event-log-cases.js";
export * from "./fixed-clock.js";
export * from "./identity-cases.js";
export * from "./lease-cases.js";
// Ports in memory
export * from "./memory-artifact-store.js";
export * from "./memory-checkpoint-store.js";
export * from "./memory-event-log.js";
export * from "./memory-identity-store.js";
export * from "./memory-lease-store.js";
export * from "./memory-rows.js";
export * from "./memory-session-index.js";
export { aTenant, MemoryStore } from "./memory-store.js";
export * from "./rows-cases.js";
export * from "./scripted-runtime.js";
export * from "./session-index-cases.js";
export * from "./session-stores.js";
