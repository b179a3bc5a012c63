import path from "node:path";
import { report } from "@open-cowork/host-kit";
import { PRODUCT, providerKindSchema } from "@open-cowork/shared";
import { type Command, InvalidArgumentError } from "commander";
import { occupied, writeTemplate } from "../scaffold/write-template.js";

interface NewProviderOptions {
  directory?: string;
  json?: boolean;
}

export function newProviderCommand(parent: Command): void {
  parent
    .command("provider")
    .argument("<name>", "kind of the provider, such as acme-chat", parseKind)
    .description(`begin a chat provider for the ${PRODUCT.cloudChannelGateway}: one that works, with its tests`)
    .option("--directory <directory>", "where to (default: ./open-cowork-provider-<name>)")
    .option("--json", "print JSON")
    .action(create);
}

function parseKind(text: string): string {
  if (providerKindSchema.safeParse(text).success && !text.endsWith("-")) return text;
  throw new InvalidArgumentError("A name begins with a letter and has at most 40 lower-case letters, digits and -.");
}

function create(name: string, options: NewProviderOptions, command: Command): void {
  const packageName = `open-cowork-provider-${name}`;
  const directory = path.resolve(options.directory ?? packageName);
  const reason = occupied(directory);
  if (reason !== undefined)
    command.error(`error: ${directory} ${reason}. Nothing was written; choose another with --directory.`, { exitCode: 2, code: "commander.directory" });
  const variable = `${name.toUpperCase().replaceAll("-", "_")}_TOKEN`;
  const marks = { __name__: name, __package__: packageName, __TOKEN__: variable };
  const files = writeTemplate({ name: "provider", directory, marks });
  const config = { gateway: { providers: { [directory]: [{ id: "main", token: `{env:${variable}}` }] } } };
  report(options.json, { name, package: packageName, directory, files, config }, steps(directory, config));
}

function steps(directory: string, config: unknown): string {
  const lines = JSON.stringify(config, null, 2).replaceAll("\n", "\n  ");
  return `Wrote a chat provider to ${directory}. README.md there says how to go on. In the config of the gateway:\n\n  ${lines}\n`;
}
