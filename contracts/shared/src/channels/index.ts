export * from "./messages.js";
export * from "./records.js";
