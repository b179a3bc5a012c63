import type { Command } from "commander";
import { type NextSteps, reportFailure } from "./report.js";

/** Runs a command line and sets the exit code of every command: 0 done, 1 failed, 2 wrong usage. */
export async function runCommandLine(program: Command, nextSteps: NextSteps): Promise<void> {
  program.exitOverride().enablePositionalOptions();
  inherit(program);
  try {
    await program.parseAsync();
  } catch (error) {
    if (isUsage(error)) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      reportFailure(process.argv.includes("--json"), error, nextSteps);
      process.exitCode = 1;
    }
  }
}

/** Commander copies settings at `command()`, but not to commands below groups made before they were set. */
function inherit(command: Command): void {
  for (const child of command.commands) inherit(child.copyInheritedSettings(command));
}

/** By its code and not by its class: each command line may have a copy of commander of its own. */
function isUsage(error: unknown): error is { exitCode: number } {
  const { code, exitCode } = (error ?? {}) as { code?: unknown; exitCode?: unknown };
  return typeof code === "string" && code.startsWith("commander.") && typeof exitCode === "number";
}
