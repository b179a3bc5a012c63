import { runCommandLine } from "@open-cowork/host-kit";
import { NEXT_STEPS } from "./next-steps.js";
import { createProgram } from "./program.js";

await runCommandLine(createProgram(), NEXT_STEPS);
