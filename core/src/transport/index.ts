export * from "./channels/index.js";
export * from "./file-name.js";
export * from "./local-bus.js";
export * from "./ports.js";
export * from "./routes.js";
export * from "./turns.js";
