import { printChecks, report } from "@open-cowork/host-kit";
import type { Command } from "commander";
import { examine } from "../doctor.js";
import { type CommonOptions, gatewayOptions, withCommonOptions } from "./options.js";

export function doctorCommand(program: Command): void {
  withCommonOptions(program.command("doctor"))
    .description("check everything that the host needs, and the one that runs; exit 1 when something is wrong")
    .action(async (options: CommonOptions) => {
      const checks = await examine(gatewayOptions(options));
      report(options.json, { ok: checks.every(({ ok }) => ok), checks }, printChecks(checks));
      if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}
