import { startCloud } from "@open-cowork/cloud";
import { LOG } from "@open-cowork/core/kernel";
import { report, reportFailure, runUntilSignal } from "@open-cowork/host-kit";
import { Argument, type Command } from "commander";
import { NEXT_STEPS } from "../next-steps.js";
import { type CommonOptions, cloudOptions, parsePort, withCommonOptions } from "../options.js";

interface StartOptions extends CommonOptions {
  host?: string;
  port?: number;
}

export function startCommand(program: Command): void {
  withCommonOptions(program.command("start"))
    .description("run Open Cowork until Ctrl-C")
    .addArgument(new Argument("[host]", "which product to run").choices(["cloud"]).default("cloud"))
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("--port <number>", "port to listen on (default: $OPEN_COWORK_CLOUD_PORT, else 7370)", parsePort)
    .action((_product: string, options: StartOptions) => run(options));
}

function run(options: StartOptions): Promise<void> {
  const { config, flags } = cloudOptions(options);
  return runUntilSignal({
    async start(signal) {
      const running = await startCloud({ config, flags: { ...flags, host: options.host, port: options.port }, signal });
      return { ...running, log: running.port(LOG) };
    },
    ready: ({ url, loginLink: link }) => report(options.json, { url, link, pid: process.pid }, `Open Cowork is ready: ${link}`),
    failed: (error) => reportFailure(options.json ?? false, error, NEXT_STEPS),
  });
}
