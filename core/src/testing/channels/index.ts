export * from "./access-cases.js";
export * from "./channel-cases.js";
export * from "./channel-stores.js";
export { checkConcurrentClaims } from "./inbound-queue-cases.js";
export { MemoryChannelStore } from "./memory-channel-store.js";
export * from "./outbox-property.js";
