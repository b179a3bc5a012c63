import { AppError, ID_PATTERN } from "@open-cowork/shared";
import { z } from "zod";

/** Ids of ours and of clients alike; what cannot be an id cannot exist, and asks no database. */
export const idParams = z.object({ id: z.string().regex(ID_PATTERN, "not an id") });

/** Cursor of a session's events: the sequence number after which to go on. @throws AppError `request.bad_cursor` */
export function seqCursor(value: string | undefined): number {
  if (value === undefined || value === "") return 0;
  if (!/^\d{1,15}$/.test(value)) throw new AppError("request.bad_cursor");
  return Number(value);
}
