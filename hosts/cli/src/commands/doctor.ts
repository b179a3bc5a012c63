import { type DoctorCheck, examine } from "@open-cowork/cloud";
import type { Command } from "commander";
import { type CommonOptions, cloudOptions, parsePort, withCommonOptions } from "../options.js";
import { report } from "../report.js";

export function doctorCommand(program: Command): void {
  withCommonOptions(program.command("doctor"))
    .description("check everything that a host needs and say what to do; exit 1 when something is wrong")
    .option("--port <number>", "port to check instead of the configured one", parsePort)
    .action(async (options: CommonOptions & { port?: number }) => {
      const { config, flags } = cloudOptions(options);
      const checks = await examine({ config, flags: { ...flags, port: options.port } });
      report(options.json, { ok: checks.every(({ ok }) => ok), checks }, checks.map(line).join("\n"));
      if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}

function line({ name, ok, detail, fix }: DoctorCheck): string {
  return `${ok ? "ok  " : "FAIL"}  ${name}: ${detail}${!ok && fix ? `\n      ${fix}` : ""}`;
}
