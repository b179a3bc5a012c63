import type { SessionView } from "@open-cowork/shared";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { OcComposer } from "../../composer/oc-composer.js";
import { isShortcut } from "../../ui/kbd/shortcut-text.js";
import type { OcTranscript } from "../transcript/oc-transcript.js";

export interface ThreadKeyPorts {
  view: () => SessionView | undefined;
  transcript: () => OcTranscript | undefined;
  composer: () => OcComposer | undefined;
  stop: () => void;
}

/** Shortcuts of an open thread. Keys without a modifier mean nothing while something is written, or with a menu or dialog open. */
export class ThreadKeys implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    readonly ports: ThreadKeyPorts,
  ) {
    host.addController(this);
  }
  hostConnected(): void {
    document.addEventListener("keydown", this.#pressed);
  }
  hostDisconnected(): void {
    document.removeEventListener("keydown", this.#pressed);
  }

  /** Escape in the composer: to the oldest open approval, so that its keys work, else to the transcript. */
  leaveComposer(): void {
    const view = this.ports.view();
    const transcript = this.ports.transcript();
    const open = view && Object.values(view.approvals).find((approval) => approval.state === "pending");
    const card = open && transcript?.approvalInView(open.id);
    (card ?? transcript)?.focus();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (isShortcut(event, "mod+.")) {
      event.preventDefault();
      this.ports.stop();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isBusy(event)) return;
    if (event.key === "/") {
      event.preventDefault();
      this.ports.composer()?.focus();
    } else if (/^[1-4]$/.test(event.key)) void this.#answer(event.key);
  };

  /** Answers the oldest open approval, provided that the reader has it in view; else only brings it there. */
  async #answer(key: string): Promise<void> {
    const view = this.ports.view();
    const transcript = this.ports.transcript();
    const open = view && Object.values(view.approvals).find((approval) => approval.state === "pending");
    if (!open || !transcript) return;
    const seen = transcript.approvalInView(open.id);
    if (seen) seen.press(key);
    else await transcript.reveal(`approval-${open.id}`);
  }
}

function isBusy(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some((node) => node instanceof HTMLElement && (node.isContentEditable || node.matches("input, textarea, select, dialog, [popover], [role=menu]")));
}
