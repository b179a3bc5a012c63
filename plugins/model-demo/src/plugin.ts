import { CLOCK, definePlugin } from "@open-cowork/core/kernel";
import { BUILTIN_MODEL } from "@open-cowork/core/transport";
import { z } from "zod";
import { DemoModel } from "./demo-model.js";

const config = z
  .strictObject({ wordMs: z.number().int().min(0).max(1_000).default(18).describe("Pause before each word, so that an answer can be read as it comes.") })
  .prefault({});

export default definePlugin({
  name: "@open-cowork/model-demo",
  kind: "model",
  api: "^1",
  config,
  requires: { clock: CLOCK },
  provides: { model: BUILTIN_MODEL },
  setup: ({ deps, config: { wordMs } }) => ({ ports: { model: new DemoModel({ clock: deps.clock, wordMs }) } }),
});
