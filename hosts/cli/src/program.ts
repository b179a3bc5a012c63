import { VERSION } from "@open-cowork/cloud";
import { PRODUCT } from "@open-cowork/shared";
import { Command } from "commander";
import { configCommand } from "./commands/config.js";
import { doctorCommand } from "./commands/doctor.js";
import { linkCommand } from "./commands/link.js";
import { pluginsCommand } from "./commands/plugins.js";
import { startCommand } from "./commands/start.js";
import { tokenCommand } from "./commands/token.js";

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command("open-cowork")
    .description(`${PRODUCT.name}: a home for OpenCode`)
    .version(VERSION)
    .showHelpAfterError("(open-cowork --help shows every command)");
  for (const add of [startCommand, configCommand, tokenCommand, linkCommand, doctorCommand, pluginsCommand]) add(program);
  return program;
}
