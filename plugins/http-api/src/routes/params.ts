import { AppError, ID_PATTERN } from "@open-cowork/shared";
import { z } from "zod";

/** Ids of ours and of clients alike; what cannot be an id cannot exist, and asks no database. */
export const idParams = z.object({ id: z.string().regex(ID_PATTERN, "not an id") });

/** Where a reader of a stream stands, under the name streams have for it or the one that lists have. */
export const standingQuery = { after: z.string().max(200).optional(), cursor: z.string().max(200).optional() };

export const LAST_EVENT_ID = { "last-event-id": "The last `id:` that was read; counts more than the query." };

/** Where to go on. A browser's EventSource repeats its first address and adds where it stands, so that header counts most. */
export function standing(headers: Readonly<Record<string, string | undefined>>, query: { after?: string; cursor?: string }): string | undefined {
  return headers["last-event-id"] || query.after || query.cursor || undefined;
}

/** Cursor of a session's events: the sequence number after which to go on. @throws AppError `request.bad_cursor` */
export function seqCursor(value: string | undefined): number {
  if (value === undefined) return 0;
  if (!/^\d{1,15}$/.test(value)) throw new AppError("request.bad_cursor");
  return Number(value);
}
