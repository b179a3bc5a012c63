import { definePlugin } from "@open-cowork/core/kernel";
import { RUNTIME } from "@open-cowork/core/sessions";
import { MODEL_GATEWAY } from "@open-cowork/core/transport";
import { StubModels } from "./stub-models.js";
import { StubRuntime } from "./stub-runtime.js";

/** A runtime without an engine, so that a benchmark measures nothing but Open Cowork itself. */
export default definePlugin({
  name: "@open-cowork/bench-stub-runtime",
  kind: "runtime",
  api: "^1",
  provides: { runtime: RUNTIME, models: MODEL_GATEWAY },
  setup() {
    return { ports: { runtime: new StubRuntime(), models: new StubModels() } };
  },
});
