import { inspectCloud } from "@open-cowork/cloud";
import { report, table } from "@open-cowork/host-kit";
import type { Command } from "commander";
import { type CommonOptions, cloudOptions, withCommonOptions } from "../options.js";
import { newProviderCommand } from "./new-provider.js";

export function pluginsCommand(program: Command): void {
  const plugins = program.command("plugins").description("parts this host is made of");
  withCommonOptions(plugins.command("list"))
    .description("show the plugins in the order in which they start")
    .action(async (options: CommonOptions) => {
      const { plugins: list } = await inspectCloud(cloudOptions(options));
      report(options.json, list, table([["PLUGIN", "KIND", "PACKAGE", "FROM"], ...list.map(({ id, kind, name, source }) => [id, kind, name, source])]));
    });
  newProviderCommand(plugins.command("new").description("begin a plugin of your own"));
}
