import { z } from "zod";
import { providerInstanceSchema, providerKindSchema } from "./records.js";

/** How a provider of a gateway is now. standby: another process serves its binding. */
export const providerStatusSchema = z.object({
  kind: providerKindSchema,
  instance: providerInstanceSchema,
  state: z.enum(["starting", "ready", "standby", "failed", "stopped"]),
  /** One line for an operator; no secrets. */
  detail: z.string().optional(),
  /** Who we are on the platform, once connected. */
  profile: z.object({ name: z.string(), handle: z.string().optional() }).optional(),
  /** When it came into this state. */
  since: z.number(),
  /** When a failed one is tried again. */
  retryAt: z.number().optional(),
});
export type ProviderStatus = z.infer<typeof providerStatusSchema>;
