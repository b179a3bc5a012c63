import type { CloudOptions } from "@open-cowork/cloud";
import { type Command, InvalidArgumentError } from "commander";

/** Options that every command has. */
export interface CommonOptions {
  config?: string;
  dataDir?: string;
  json?: boolean;
}

export function withCommonOptions(command: Command): Command {
  return command
    .option("--config <file>", "config file (default: $OPEN_COWORK_CONFIG, else open-cowork.config.json upward from here)")
    .option("--data-dir <directory>", "where everything is kept (default: $OPEN_COWORK_DATA_DIR, else ~/.open-cowork)")
    .option("--json", "print JSON");
}

/** What the hosts need of the common options. */
export function cloudOptions({ config, dataDir }: CommonOptions): CloudOptions {
  return { config, flags: { dataDir } };
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("Ports go from 0 to 65535; 0 lets the system choose.");
  return port;
}

export function parseDays(text: string): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > 3650) throw new InvalidArgumentError("Give a whole number of days from 1 to 3650.");
  return days;
}
