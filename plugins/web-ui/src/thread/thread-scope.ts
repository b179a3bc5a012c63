import type { AppError, Catalog, SessionView } from "@open-cowork/shared";

/** What rows of one thread share. One object for the life of a transcript, changed in place. */
export interface ThreadScope {
  session: string;
  view: SessionView;
  catalog?: Catalog;
  /** The reader's id: messages of others carry a name. */
  me?: string;
  /** Blocks and details that the reader unfolded. It outlives the rows, which come and go while scrolling. */
  unfolded: Set<string>;
  /** Decisions on their way, and those that failed, by approval or question id. */
  deciding: Map<string, "sending" | AppError>;
  /** Whether the reader may send, stop and take back. */
  canWrite: boolean;
  /** Whether the reader may decide on approvals and questions. */
  canDecide: boolean;
  /** Whether the reader may change the models of the workspace. */
  canSetUp: boolean;
  artifactUrl: (id: string) => string;
}

export function toggle(set: Set<string>, id: string): void {
  if (!set.delete(id)) set.add(id);
}
