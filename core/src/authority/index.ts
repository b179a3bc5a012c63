export * from "./authorizer.js";
export * from "./ports.js";
