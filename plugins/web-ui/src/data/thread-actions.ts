import type { CloudClient } from "@open-cowork/cloud-client";
import type { SessionSummary } from "@open-cowork/shared";
import { t } from "../i18n/t.js";
import { confirmDialog } from "../ui/dialog/confirm.js";
import { asAppError } from "../ui/error/describe-error.js";
import type { MenuEntry } from "../ui/menu/menu-item.js";
import type { Toaster } from "./toaster.js";

/** What the menu of a thread needs to know of it. */
export type ThreadSubject = Pick<SessionSummary, "id" | "title" | "pinned" | "archived">;

export interface ThreadActionPorts {
  client: CloudClient;
  toaster: Toaster;
  /** Puts the answer into the lists at once. */
  merge: (summary: SessionSummary) => void;
  /** Takes a thread out of sight, or brings it back, while its deletion can still be undone. */
  hide: (id: string, hidden: boolean) => void;
}

/** Title as people see it. */
export function threadTitle(thread: { title: string }): string {
  return thread.title || t("thread.untitled");
}

/** Everything a person can do to a thread from outside it. Failures are told in a toast; nothing here throws. */
export class ThreadActions {
  readonly #ports: ThreadActionPorts;

  constructor(ports: ThreadActionPorts) {
    this.#ports = ports;
  }

  /** Entries for {@link run}; `rename` is left to the one who shows the field. */
  menu(thread: ThreadSubject): MenuEntry[] {
    return [
      { id: "rename", label: t("thread.rename"), icon: "edit" },
      { id: "pin", label: t(thread.pinned ? "thread.unpin" : "thread.pin"), icon: thread.pinned ? "unpin" : "pin" },
      { id: "export", label: t("thread.export"), icon: "download" },
      { id: "archive", label: t(thread.archived ? "thread.restore" : "thread.archive"), icon: thread.archived ? "restore" : "archive" },
      "separator",
      { id: "delete", label: t("thread.delete"), icon: "trash", danger: true },
    ];
  }

  async run(action: string, thread: ThreadSubject): Promise<void> {
    if (action === "pin") await this.#patch(thread.id, { pinned: !thread.pinned });
    else if (action === "archive") await this.archive(thread, !thread.archived);
    else if (action === "delete") await this.remove(thread);
    else if (action === "export") download(this.#ports.client.sessions.exportUrl(thread.id, "md"));
  }

  async rename(thread: ThreadSubject, title: string): Promise<void> {
    const trimmed = title.trim();
    if (trimmed && trimmed !== thread.title) await this.#patch(thread.id, { title: trimmed.slice(0, 200) });
  }

  async archive(thread: ThreadSubject, archived: boolean): Promise<void> {
    if (!(await this.#patch(thread.id, { archived }))) return;
    this.#ports.toaster.show({
      text: t(archived ? "thread.archived" : "thread.restored", { title: threadTitle(thread) }),
      tone: "ok",
      action: { label: t("action.undo"), run: () => void this.#patch(thread.id, { archived: !archived }) },
    });
  }

  /** Asks, hides the thread, and deletes it for good when the undo has passed or the page is left. */
  async remove(thread: ThreadSubject): Promise<boolean> {
    const title = threadTitle(thread);
    const yes = await confirmDialog({
      heading: t("thread.deleteHeading"),
      body: t("thread.deleteBody", { title }),
      confirm: t("thread.deleteConfirm"),
      danger: true,
    });
    if (!yes) return false;
    this.#ports.hide(thread.id, true);
    this.#ports.toaster.show({
      text: t("thread.deleted", { title }),
      tone: "ok",
      durationMs: 8_000,
      action: { label: t("action.undo"), run: () => this.#ports.hide(thread.id, false) },
      settled: () => void this.#delete(thread.id),
    });
    return true;
  }

  async #delete(id: string): Promise<void> {
    try {
      await this.#ports.client.sessions.remove(id);
    } catch (cause) {
      this.#ports.hide(id, false);
      this.#failed(cause);
    }
  }

  async #patch(id: string, patch: Parameters<CloudClient["sessions"]["patch"]>[1]): Promise<boolean> {
    try {
      this.#ports.merge(await this.#ports.client.sessions.patch(id, patch));
      return true;
    } catch (cause) {
      this.#failed(cause);
      return false;
    }
  }

  #failed(cause: unknown): void {
    this.#ports.toaster.show({ text: t("thread.changeFailed", { reason: asAppError(cause).message }), tone: "alert" });
  }
}

function download(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}
