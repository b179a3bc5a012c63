import { report, reportFailure, runUntilSignal } from "@open-cowork/host-kit";
import { PRODUCT } from "@open-cowork/shared";
import type { Command } from "commander";
import { startGateway } from "../compose.js";
import { NEXT_STEPS } from "./next-steps.js";
import { type CommonOptions, gatewayOptions, withCommonOptions } from "./options.js";

export function startCommand(program: Command): void {
  withCommonOptions(program.command("start", { isDefault: true }))
    .description("run until Ctrl-C; SIGHUP reads the config and its secrets again")
    .action((options: CommonOptions) =>
      runUntilSignal({
        start: (signal) => startGateway({ ...gatewayOptions(options), signal }),
        ready: ({ url }) =>
          report(options.json, { url, pid: process.pid }, `${PRODUCT.gateway} (${PRODUCT.cloudChannelGateway}) is ready. Operator page: ${url}`),
        failed: (error) => reportFailure(options.json ?? false, error, NEXT_STEPS),
        hangUp: async (running) => {
          await running.reload();
        },
      }),
    );
}
