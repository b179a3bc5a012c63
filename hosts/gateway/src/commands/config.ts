import { report, table } from "@open-cowork/host-kit";
import type { Command } from "commander";
import { inspectGateway } from "../inspect.js";
import { type CommonOptions, gatewayOptions, withCommonOptions } from "./options.js";

export function configCommand(program: Command): void {
  const config = program.command("config").description("look at the configuration");
  withCommonOptions(config.command("check")).description("print every problem; exit 1 when there is one").action(check);
  withCommonOptions(config.command("show")).description("print what is in force and where each value came from; secrets are hidden").action(show);
}

async function check(options: CommonOptions): Promise<void> {
  const { file, plugins } = await inspectGateway(gatewayOptions(options));
  report(options.json, { ok: true, file, plugins }, `${file ?? "The configuration by variables"} has no problems (${plugins.length} plugins).`);
}

async function show(options: CommonOptions): Promise<void> {
  const { file, config, settings } = await inspectGateway(gatewayOptions(options));
  const rows = settings.map(({ path, value, source }) => [path, JSON.stringify(value) ?? "", source]);
  report(options.json, { file, config, settings }, table([["SETTING", "VALUE", "FROM"], ...rows]));
}
