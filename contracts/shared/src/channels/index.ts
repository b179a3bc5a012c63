export * from "./http.js";
export * from "./messages.js";
export * from "./records.js";
