export type { OperationName } from "./admin/operations.js";
export { askRunningHost, operate, type RunningHost, type StartOptions, startCloud } from "./compose.js";
export type { CloudFlags } from "./config/load.js";
export { examine } from "./doctor.js";
export { type Inspection, inspectCloud } from "./inspect.js";
export { VERSION } from "./launch.js";
export type { CloudOptions } from "./plan.js";
