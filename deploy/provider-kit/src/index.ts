export type { Feature } from "./features.js";
export * from "./platform.js";
export { providerCases } from "./provider-cases.js";
export { realClock } from "./real-clock.js";
export { WebhookReceiver } from "./webhook-receiver.js";
