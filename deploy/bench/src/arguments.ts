import { parseArgs } from "node:util";

export interface Arguments {
  /** Ids to run, in the registry's order; all by default. */
  ids: string[];
  smoke: boolean;
  json: boolean;
}

/** Wrong usage: the message is for the person, the exit code is 2. */
export class UsageError extends Error {}

/** @throws UsageError for an unknown option or id */
export function parseArguments(argv: readonly string[], known: readonly string[]): Arguments {
  const { values } = read(argv);
  const wanted = values.only?.flatMap((list) => list.split(",")).map((id) => id.trim());
  const unknown = wanted?.filter((id) => !known.includes(id)) ?? [];
  if (unknown.length > 0) throw new UsageError(`Unknown benchmark: ${unknown.join(", ")}\nThere are: ${known.join(", ")}`);
  return { ids: known.filter((id) => wanted === undefined || wanted.includes(id)), smoke: values.smoke, json: values.json };
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { only: { type: "string", multiple: true }, smoke: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${reason}\nUsage: npm run bench -- [--only ID[,ID]] [--smoke] [--json]`, { cause });
  }
}
