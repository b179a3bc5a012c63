import { IDENTITY, IDENTITY_STORE } from "@open-cowork/core/authority";
import type { PluginHost } from "@open-cowork/core/host";
import type { HealthReport, RequestContext } from "@open-cowork/core/kernel";
import { MODEL_PROVIDER_ROWS } from "@open-cowork/core/transport";
import { newId, PRODUCT, roleSchema, tokenCreateBody } from "@open-cowork/shared";
import { z } from "zod";

/** What an operation works on: the plugins of a running host, or of one started for the operation alone. */
export interface OperatorHost {
  plugins: PluginHost;
  /** Where people reach the host; undefined while it serves no HTTP. */
  url: string | undefined;
}

/** A running host as it sees itself. */
export interface HostStatus {
  pid: number;
  url: string | undefined;
  state: string;
  health: ({ name: string } & HealthReport)[];
}

/** One thing that the operator of a machine may do without signing in. */
interface Operation<I extends z.ZodType> {
  input: I;
  run(host: OperatorHost, input: z.output<I>): Promise<unknown>;
}
function operation<I extends z.ZodType>(declaration: Operation<I>): Operation<I> {
  return declaration;
}

/** The same table serves the admin socket of a running host and the commands that work without one. */
const OPERATIONS = {
  "link.create": operation({
    input: z.object({}),
    async run({ plugins, url }) {
      const link = await plugins.port(IDENTITY).createLoginLink();
      return { link: `${url ?? ""}/login#${link.reveal()}` };
    },
  }),
  "token.create": operation({
    input: tokenCreateBody.extend({ role: roleSchema.default("member") }),
    async run({ plugins }, input) {
      const { token, secret } = await plugins.port(IDENTITY).createToken(await asOwner(plugins), input);
      return { ...token, secret: secret.reveal() };
    },
  }),
  "token.list": operation({
    input: z.object({}),
    run: async ({ plugins }) => plugins.port(IDENTITY).tokens(await asOwner(plugins)),
  }),
  "token.revoke": operation({
    input: z.object({ id: z.string().min(1) }),
    async run({ plugins }, { id }) {
      await plugins.port(IDENTITY).revokeToken(await asOwner(plugins), id);
      return { id, revoked: true };
    },
  }),
  "models.list": operation({
    input: z.object({}),
    async run({ plugins }) {
      const records = await plugins.port(MODEL_PROVIDER_ROWS).list(await asOwner(plugins));
      return records.map(({ id, name, kind, models }) => ({ id, name, kind, models: models.length }));
    },
  }),
  status: operation({
    input: z.object({}),
    async run({ plugins, url }): Promise<HostStatus> {
      const checks = plugins.all("health").map(async ({ name, check }) => ({ name, ...(await check()) }));
      return { pid: process.pid, url, state: plugins.state(), health: await Promise.all(checks) };
    },
  }),
} as const;

export type OperationName = keyof typeof OPERATIONS;

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** Runs an operation with input that is checked first. @throws AppError of the port, ZodError for wrong input */
export function runOperation(name: OperationName, host: OperatorHost, input: unknown): Promise<unknown> {
  const { input: schema, run } = OPERATIONS[name] as Operation<z.ZodType>;
  return run(host, schema.parse(input));
}

/** Whoever owns the data directory owns the workspace. */
async function asOwner(plugins: PluginHost): Promise<RequestContext> {
  const { tenant, id, name, role } = await plugins.port(IDENTITY_STORE).owner();
  return { tenant, traceId: newId(), principal: { tenant, role, actor: { kind: "person", id, name: name || PRODUCT.name }, credential: "operator" } };
}
