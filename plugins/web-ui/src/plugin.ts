import { fileURLToPath } from "node:url";
import { definePlugin } from "@open-cowork/core/kernel";

/** The web interface: a directory of built, hashed and precompressed files, served by whatever answers HTTP in the host. */
export default definePlugin({
  name: "@open-cowork/web-ui",
  kind: "ui",
  api: "^1",
  setup: () => ({
    ports: {},
    contributes: { assets: [{ mount: "/", directory: fileURLToPath(new URL("../dist-ui", import.meta.url)), fallback: "index.html" }] },
  }),
});
