#!/usr/bin/env node
// Checked in and free of syntax that an old Node cannot read: npm links commands before anything is built, and the system's Node may be older than ours.
const NEEDED = 24;

if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  console.error(`Error: Open Cowork Gateway needs Node ${NEEDED}, this is ${process.version}. Inside the project, npx open-cowork-gateway brings its own.`);
  process.exit(1);
}
import("../dist/main.js").catch((error) => {
  const unbuilt = error.code === "ERR_MODULE_NOT_FOUND" && /dist/.test(error.message);
  console.error(unbuilt ? "Error: Open Cowork Gateway is not built yet. Run npm run build." : `Error: ${error.message}`);
  process.exitCode = 1;
});
