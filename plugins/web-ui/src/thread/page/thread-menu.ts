import type { SessionView } from "@open-cowork/shared";
import { t } from "../../i18n/t.js";
import type { MenuEntry } from "../../ui/menu/menu-item.js";

/** What can be done to the open thread. `writable` leaves out what needs the right to change it. */
export function threadMenu(view: Pick<SessionView, "pinned" | "archived">, writable: boolean): MenuEntry[] {
  const change: MenuEntry[] = [
    { id: "rename", label: t("thread.rename"), icon: "edit" },
    { id: "pin", label: t(view.pinned ? "thread.unpin" : "thread.pin"), icon: view.pinned ? "unpin" : "pin" },
    { id: "archive", label: t(view.archived ? "thread.restore" : "thread.archive"), icon: view.archived ? "restore" : "archive" },
    "separator",
  ];
  return [
    ...(writable ? change : []),
    { id: "link", label: t("thread.copyLink"), icon: "share" },
    { id: "export-md", label: t("thread.exportMd"), icon: "download" },
    { id: "export-html", label: t("thread.exportHtml"), icon: "download" },
    { id: "export-json", label: t("thread.exportJson"), icon: "download" },
    ...(writable ? (["separator", { id: "delete", label: t("thread.delete"), icon: "trash", danger: true }] satisfies MenuEntry[]) : []),
  ];
}
