export * from "./index-patch.js";
export * from "./ports.js";
