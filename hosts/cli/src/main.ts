import { CommanderError } from "commander";
import { createProgram } from "./program.js";
import { reportFailure } from "./report.js";

/** Exit codes of every command: 0 done, 1 failed, 2 wrong usage. */
try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    reportFailure(process.argv.includes("--json"), error);
    process.exitCode = 1;
  }
}
