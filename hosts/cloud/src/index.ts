export { callRunningHost } from "./admin/client.js";
export type { OperationName } from "./admin/operations.js";
export { adminSocketPath } from "./admin/socket-path.js";
export { operate, type RunningHost, type StartOptions, startCloud } from "./compose.js";
export type { CloudFlags, LoadedConfig } from "./config/load.js";
export { type Inspection, inspectCloud } from "./inspect.js";
export { VERSION } from "./launch.js";
export { type CloudOptions, planCloud } from "./plan.js";
