export * from "./http.js";
export * from "./messages.js";
export * from "./provider-status.js";
export * from "./records.js";
