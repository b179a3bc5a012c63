import { askRunningHost } from "@open-cowork/cloud";
import { report } from "@open-cowork/host-kit";
import type { Command } from "commander";
import { type CommonOptions, cloudOptions, withCommonOptions } from "../options.js";

export function linkCommand(program: Command): void {
  withCommonOptions(program.command("link"))
    .description("print a new one-time sign-in link of the running host; earlier unused links stop working")
    .action(async (options: CommonOptions) => {
      const made = (await askRunningHost(cloudOptions(options), "link.create", {})) as { link: string };
      report(options.json, made, made.link);
    });
}
