export { type RunningGateway, type StartOptions, startGateway, VERSION } from "./compose.js";
export { examine } from "./doctor.js";
export { type Inspection, inspectGateway } from "./inspect.js";
export type { GatewayOptions } from "./plan.js";
