// Chat channels: what is said on platforms, and what is kept of it
export * from "./channels/index.js";
// Ids, errors, secrets, product names

// The session log: commands in, events out, one fold
export * from "./commands.js";
// Configuration and plugin manifests
export * from "./config.js";
export * from "./errors.js";
export * from "./events.js";
export * from "./fold.js";
// The protocol's bodies
export * from "./http.js";
export * from "./ids.js";
export * from "./plugin.js";
export * from "./problem.js";
export * from "./product.js";
export * from "./protocol.js";
export * from "./secret.js";
export * from "./view.js";
