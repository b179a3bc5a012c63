// Time and contexts
export * from "./contexts.js";
export * from "./fixed-clock.js";
// Ports in memory
export * from "./memory-artifact-store.js";
export * from "./memory-checkpoint-store.js";
export * from "./memory-event-log.js";
export * from "./memory-identity-store.js";
export * from "./memory-lease-store.js";
export * from "./memory-rows.js";
export * from "./memory-session-index.js";
export { aTenant, MemoryStore } from "./memory-store.js";
export * from "./scripted-runtime.js";
