import { examine } from "@open-cowork/cloud";
import { printChecks, report } from "@open-cowork/host-kit";
import type { Command } from "commander";
import { type CommonOptions, cloudOptions, parsePort, withCommonOptions } from "../options.js";

export function doctorCommand(program: Command): void {
  withCommonOptions(program.command("doctor"))
    .description("check everything that a host needs and say what to do; exit 1 when something is wrong")
    .option("--port <number>", "port to check instead of the configured one", parsePort)
    .action(async (options: CommonOptions & { port?: number }) => {
      const { config, flags } = cloudOptions(options);
      const checks = await examine({ config, flags: { ...flags, port: options.port } });
      report(options.json, { ok: checks.every(({ ok }) => ok), checks }, printChecks(checks));
      if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}
