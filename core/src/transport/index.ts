export * from "./ports.js";
export * from "./routes.js";
