// What plugins use
export * from "./clock.js";
export * from "./context.js";
export * from "./contributions.js";
export * from "./health.js";
export * from "./host-info.js";
export * from "./log.js";
export * from "./plugin-definition.js";
export { inject } from "./scope.js";
export * from "./token.js";
