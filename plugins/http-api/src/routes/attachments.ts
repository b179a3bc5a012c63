import type { TenantContext } from "@open-cowork/core/kernel";
import type { ArtifactStore } from "@open-cowork/core/transport";
import type { Command } from "@open-cowork/shared";

/**
 * The command with its attachments as the store knows them, whatever the client calls them. A file that belongs to no thread yet belongs to
 * this one from now on, and goes with it. @throws AppError `artifact.not_found`
 */
export async function withAttachments(artifacts: ArtifactStore, ctx: TenantContext, session: string, command: Command): Promise<Command> {
  if (command.kind !== "prompt" || command.attachments.length === 0) return command;
  const attached = async (id: string) => {
    const { name, mime, bytes, session: owner } = await artifacts.stat(ctx, id);
    if (owner === undefined) await artifacts.adopt(ctx, id, session);
    return { artifact: id, name, mime, bytes };
  };
  return { ...command, attachments: await Promise.all(command.attachments.map(({ artifact }) => attached(artifact))) };
}
