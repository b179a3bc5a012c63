import { SessionFold, type SessionView } from "@open-cowork/shared";
import type { Served } from "./served.js";

/** The session as it is now. @throws AppError `session.not_found` */
export async function readView({ deps, ctx }: Pick<Served, "ctx"> & { deps: Pick<Served["deps"], "workspace"> }, session: string): Promise<SessionView> {
  const { snapshot, events } = await deps.workspace.view(ctx, session);
  const fold = new SessionFold(snapshot === undefined ? undefined : (JSON.parse(snapshot.json) as SessionView));
  for (const event of events) fold.apply(event);
  return fold.view;
}
