import { mkdirSync, writeFileSync } from "node:fs";
import { configJsonSchema } from "../src/config-json-schema.js";

const directory = new URL("../schema/", import.meta.url);
mkdirSync(directory, { recursive: true });
writeFileSync(new URL("open-cowork.config.schema.json", directory), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
