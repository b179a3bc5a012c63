// What hosts use to read their config and to run plugins; plugins use ./index.ts.

export * from "./config/jsonc.js";
export * from "./config/layers.js";
export * from "./config/path.js";
export * from "./config/references.js";
export * from "./config/render.js";
export * from "./config/suggest.js";
export * from "./config/validate.js";
export * from "./manifest.js";
export * from "./plugin-host.js";
export * from "./prepare.js";
export * from "./problem.js";
export * from "./profile.js";
