import { join } from "node:path";
import { AppError, ID_PATTERN } from "@open-cowork/shared";

/** Where content lives. Ids are the only part of a path that comes from outside, and they hold no separator and no dot. */
export class ArtifactPaths {
  constructor(readonly root: string) {}

  /** Uploads under way; on the same file system as everything else, so that finishing one is a rename. */
  get uploads(): string {
    return join(this.root, ".uploads");
  }

  /** @throws AppError `artifact.not_found` for what cannot be an id */
  folder(tenant: string, id: string): string {
    if (!ID_PATTERN.test(tenant) || !ID_PATTERN.test(id)) throw new AppError("artifact.not_found");
    // The end of an id is random: it spreads the files of a tenant over 1,024 folders.
    return join(this.root, tenant, id.slice(-2));
  }

  file(tenant: string, id: string): string {
    return join(this.folder(tenant, id), id);
  }
}
