import { z } from "zod";

/** RFC 9457 problem details, as every failed request answers with (`application/problem+json`). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  details: z.unknown().optional(),
  /** Id under which the log holds the cause of an internal error. */
  errorId: z.string().optional(),
  retryAfterMs: z.number().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
