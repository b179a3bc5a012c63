import { PRODUCT } from "@open-cowork/shared";
import { Command } from "commander";
import { configCommand } from "./commands/config.js";
import { doctorCommand } from "./commands/doctor.js";
import { startCommand } from "./commands/start.js";
import { VERSION } from "./compose.js";

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command("open-cowork-gateway")
    .description(`${PRODUCT.gateway} (${PRODUCT.cloudChannelGateway}): chat channels onto a workspace of ${PRODUCT.cloud}`)
    .version(VERSION)
    .showHelpAfterError("(open-cowork-gateway --help shows every command)");
  for (const add of [startCommand, configCommand, doctorCommand]) add(program);
  return program;
}
