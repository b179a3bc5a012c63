import type { RequestContext } from "@open-cowork/core/kernel";
import { SessionFold, type SessionView } from "@open-cowork/shared";
import type { ChannelDeps } from "./ports.js";

/** The session as it is now. @throws AppError `session.not_found` */
export async function readView({ deps, ctx }: { deps: Pick<ChannelDeps, "workspace">; ctx: RequestContext }, session: string): Promise<SessionView> {
  const { snapshot, events } = await deps.workspace.view(ctx, session);
  const fold = new SessionFold(snapshot === undefined ? undefined : (JSON.parse(snapshot.json) as SessionView));
  for (const event of events) fold.apply(event);
  return fold.view;
}
