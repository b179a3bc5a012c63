import { ID_PATTERN } from "@open-cowork/shared";
import { z } from "zod";

export const TAG = "channels";

/** Larger than any one event or message of a platform, and than the batches that gateways make. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

const id = z.string().regex(ID_PATTERN, "not an id");
export const bindingParams = z.object({ id });
export const threadParams = z.object({ id, thread: id });
export const recordParams = z.object({ id, record: id });
export const deliveryParams = z.object({ id, delivery: id });
/** As somebody typed it. */
export const interactionParams = z.object({ id, interaction: z.string().min(1).max(100) });

export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
