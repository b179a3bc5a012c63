import { attempt, configProblems, type DoctorCheck, nodeVersion, portCheck, urlOf } from "@open-cowork/host-kit";
import type { GatewayConfig } from "@open-cowork/shared";
import { z } from "zod";
import { checkPlugins, type Inspection, inspectGateway } from "./inspect.js";
import type { GatewayOptions } from "./plan.js";

const TIMEOUT_MS = 10_000;
const readySchema = z.object({
  status: z.string(),
  components: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string().optional() })).default([]),
});

/** Looks at everything the host needs, whether one runs or not. Changes nothing. Never throws for what it finds. */
export async function examine(options: GatewayOptions): Promise<DoctorCheck[]> {
  const checks = [nodeVersion()];
  let inspection: Inspection;
  try {
    inspection = await inspectGateway(options);
  } catch (error) {
    return [...checks, ...configProblems(error)];
  }
  const { file, plan, plugins } = inspection;
  const { gateway } = plan.loaded;
  checks.push({ name: "Configuration", ok: true, detail: `${file ?? "variables alone"}, ${plugins.length} plugins` });
  const providers = plugins.filter(({ kind }) => kind === "provider").map(({ id }) => id);
  const none = { ok: false, detail: "none is configured, so nobody can write", fix: "Add one to gateway.providers" };
  checks.push({ name: "Chat providers", ...(providers.length ? { ok: true, detail: providers.join(", ") } : none) });
  for (const { name, ok, detail, fix } of await checkPlugins(inspection)) checks.push({ name, ok, detail, fix: ok ? undefined : fix });
  checks.push(await cloud(gateway));
  const running = await whatRuns(gateway);
  return [...checks, ...(running ?? [await portCheck(gateway.listen, "gateway", "OPEN_COWORK_GATEWAY_PORT")])];
}

/** Whether Cloud is there and knows the token. */
async function cloud({ cloud: { url, token } }: GatewayConfig): Promise<DoctorCheck> {
  const name = "Open Cowork Cloud";
  const outcome = await attempt(name, () => ask(`${url.replace(/\/+$/, "")}/api/v1/channels/home`, token.reveal()));
  if ("failed" in outcome) return { name, ok: false, detail: `${url} cannot be reached`, fix: "Check gateway.cloud.url and the network" };
  const { status } = outcome.value;
  if (status === 200) return { name, ok: true, detail: `${url} knows the token of this gateway` };
  if (status === 401 || status === 403)
    return { name, ok: false, detail: `${url} refuses the token`, fix: "Make one there: open-cowork token create --role gateway --name gateway" };
  return { name, ok: false, detail: `${url} answers with ${status}`, fix: "Check that gateway.cloud.url is the address of Open Cowork Cloud" };
}

/** Components of the host that runs on the configured address; undefined when none does. */
async function whatRuns({ listen, adminToken }: GatewayConfig): Promise<DoctorCheck[] | undefined> {
  const name = "Running host";
  const outcome = await attempt(name, async () => (await ask(`${urlOf(listen)}/readyz`, adminToken.reveal())).json());
  const answer = "value" in outcome ? readySchema.safeParse(outcome.value).data : undefined;
  if (!answer) return undefined;
  const components = answer.components.map(({ name: part, state, detail }) => ({ name: part, ok: state !== "failed", detail: detail ?? state }));
  return [{ name, ok: answer.status === "ready", detail: `at ${urlOf(listen)}: ${answer.status}` }, ...components];
}

function ask(url: string, token: string): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
}
