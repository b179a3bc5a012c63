export * from "./access.js";
export * from "./home.js";
export * from "./provider.js";
export * from "./stores.js";
