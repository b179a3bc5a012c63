import { operate } from "@open-cowork/cloud";
import { report, table } from "@open-cowork/host-kit";
import { type ApiToken, ROLES, type Role } from "@open-cowork/shared";
import { type Command, Option } from "commander";
import { type CommonOptions, cloudOptions, parseDays, withCommonOptions } from "../options.js";

interface CreateOptions extends CommonOptions {
  name: string;
  role: Role;
  expiresDays?: number;
}

export function tokenCommand(program: Command): void {
  const token = program.command("token").description("API tokens of the owner");
  withCommonOptions(token.command("create"))
    .description("make a token; its secret is printed this once")
    .option("--name <name>", "what it is for", "command line")
    .addOption(new Option("--role <role>", "what it may do").choices(ROLES).default("member"))
    .option("--expires-days <days>", "how long it works (default: until revoked)", parseDays)
    .action(create);
  withCommonOptions(token.command("list")).description("show tokens, never their secrets").action(list);
  withCommonOptions(token.command("revoke")).argument("<id>", "id from token list").description("end a token at once").action(revoke);
}

async function create(options: CreateOptions): Promise<void> {
  const input = { name: options.name, role: options.role, expiresInDays: options.expiresDays };
  const made = (await operate(cloudOptions(options), "token.create", input)) as ApiToken & { secret: string };
  report(options.json, made, made.secret);
}

async function list(options: CommonOptions): Promise<void> {
  const tokens = (await operate(cloudOptions(options), "token.list", {})) as ApiToken[];
  const rows = tokens.map(({ id, name, role, createdAt, expiresAt, revokedAt }) => [
    id,
    name,
    role,
    day(createdAt),
    revokedAt ? "revoked" : expiresAt ? day(expiresAt) : "never",
  ]);
  report(options.json, tokens, tokens.length ? table([["ID", "NAME", "ROLE", "MADE", "ENDS"], ...rows]) : "There are no tokens.");
}

async function revoke(id: string, options: CommonOptions): Promise<void> {
  const result = await operate(cloudOptions(options), "token.revoke", { id });
  report(options.json, result, `Token ${id} no longer works.`);
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
