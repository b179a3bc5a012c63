import { type RunningHost, startCloud } from "@open-cowork/cloud";
import { LOG } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import { Argument, type Command } from "commander";
import { type CommonOptions, cloudOptions, parsePort, withCommonOptions } from "../options.js";
import { report, reportFailure } from "../report.js";

interface StartOptions extends CommonOptions {
  host?: string;
  port?: number;
}

/** Longer than any orderly stop; a host that is still there then is ended hard. */
const STOP_LIMIT_MS = 60_000;
/** Under npm, one Ctrl-C arrives twice: from the terminal and passed on by npm. */
const SAME_SIGNAL_MS = 100;

export function startCommand(program: Command): void {
  withCommonOptions(program.command("start"))
    .description("run Open Cowork until Ctrl-C")
    .addArgument(new Argument("[host]", "which product to run").choices(["cloud"]).default("cloud"))
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("--port <number>", "port to listen on (default: $OPEN_COWORK_CLOUD_PORT, else 7370)", parsePort)
    .action((_product: string, options: StartOptions) => run(options));
}

/** Ends the process by itself: with 0 after an orderly stop, with 1 on a failure or a second signal. */
async function run(options: StartOptions): Promise<void> {
  const { config, flags } = cloudOptions(options);
  const interrupt = new AbortController();
  let running: RunningHost | undefined;
  let stoppingSince = 0;
  const stop = () => {
    if (interrupt.signal.aborted && Date.now() - stoppingSince < SAME_SIGNAL_MS) return;
    if (interrupt.signal.aborted) process.exit(1);
    stoppingSince = Date.now();
    interrupt.abort();
    setTimeout(() => process.exit(1), STOP_LIMIT_MS);
    void running?.stop().then(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  const fail = (error: unknown) => {
    running?.port(LOG).error("host.defect", { error });
    reportFailure(options.json ?? false, error);
    process.exitCode = 1;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS);
    void (running?.stop() ?? Promise.resolve()).then(() => process.exit(1));
  };
  try {
    running = await startCloud({ config, flags: { ...flags, host: options.host, port: options.port }, signal: interrupt.signal });
    process.on("uncaughtException", fail).on("unhandledRejection", fail);
    if (interrupt.signal.aborted) void running.stop().then(() => process.exit(0));
    report(options.json, { url: running.url, link: running.loginLink, pid: process.pid }, `Open Cowork is ready: ${running.loginLink}`);
  } catch (error) {
    if (interrupt.signal.aborted && isAppError(error) && error.code === "stopping") process.exit(0);
    fail(error);
  }
}
