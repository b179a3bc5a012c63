import type { RequestContext } from "@open-cowork/core/kernel";
import type { Workspace } from "@open-cowork/core/sessions";
import { foldAll, type SessionView } from "@open-cowork/shared";

/** A thread as of now, folded. @throws AppError `session.not_found` */
export async function viewOf(workspace: Workspace, ctx: RequestContext, session: string): Promise<SessionView> {
  const { snapshot, events } = await workspace.view(ctx, session);
  return foldAll(events, snapshot ? (JSON.parse(snapshot.json) as SessionView) : undefined);
}
