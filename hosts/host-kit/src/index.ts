// Configuration

// Command line
export { attempt, configProblems, type DoctorCheck, nodeVersion, portCheck, printChecks } from "./command-line/doctor.js";
export { runCommandLine } from "./command-line/program.js";
export { type NextSteps, report, reportFailure, table } from "./command-line/report.js";
export { type Runnable, type RunOptions, runUntilSignal } from "./command-line/run.js";
export { type ConfigPlaces, type HostLayers, numeric, readLayers } from "./config/layers.js";
export { type ConfiguredPlugin, configuredPlugins } from "./config/plugins.js";
// Plugins
export { type LaunchOptions, launchPlugins, type RunningPlugins } from "./launch.js";
// This machine
export { childEnvironment } from "./node/child-environment.js";
export { systemClock } from "./node/clock.js";
export { type DataDirectory, demandFree, openDataDirectory } from "./node/data-directory.js";
export { demandFreePort, demandSafeBind, isLoopback, type ListenAddress, urlOf } from "./node/listen-address.js";
export { createLog, type HostLog } from "./node/log.js";
export { packageVersion } from "./node/package-version.js";
export type { FirstPartyPlugin, PluginSet } from "./plugins/plugin-set.js";
export { pluginSources } from "./plugins/sources.js";
