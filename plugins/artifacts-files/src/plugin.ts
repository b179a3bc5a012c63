import { isAbsolute, join } from "node:path";
import { CLOCK, definePlugin, HOST_INFO, LOG } from "@open-cowork/core/kernel";
import { ARTIFACT_ROWS, ARTIFACT_STORE } from "@open-cowork/core/transport";
import { z } from "zod";
import { ArtifactPaths } from "./artifact-paths.js";
import { FileArtifactStore } from "./file-artifact-store.js";
import { sweepUploads } from "./sweep-uploads.js";

export default definePlugin({
  name: "@open-cowork/artifacts-files",
  kind: "artifacts",
  api: "^1",
  config: z.strictObject({
    directory: z.string().min(1).default("artifacts").describe("Folder for files that people and agents make; relative to the data directory."),
  }),
  requires: { log: LOG, host: HOST_INFO, clock: CLOCK, rows: ARTIFACT_ROWS },
  provides: { artifacts: ARTIFACT_STORE },
  setup({ deps: { log, host, clock, rows }, config }) {
    const paths = new ArtifactPaths(isAbsolute(config.directory) ? config.directory : join(host.dataDir, config.directory));
    return {
      ports: { artifacts: new FileArtifactStore({ paths, rows, clock }) },
      async start() {
        const removed = await sweepUploads(paths.uploads, clock.now());
        if (removed > 0) log.info("artifacts.swept", { removed });
      },
    };
  },
});
