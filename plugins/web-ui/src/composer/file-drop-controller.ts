import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Files that are dragged over, dropped on, or pasted into the host. Bind its three handlers. */
export class FileDropController implements ReactiveController {
  /** Something is being dragged over the host. */
  over = false;
  /** `dragenter` and `dragleave` come for every element inside as well. */
  #depth = 0;

  constructor(
    readonly host: ReactiveControllerHost,
    readonly add: (files: FileList) => void,
  ) {
    host.addController(this);
  }
  hostDisconnected(): void {
    this.#set(0);
  }

  readonly dragged = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "dragenter") this.#set(this.#depth + 1);
    else if (event.type === "dragleave") this.#set(this.#depth - 1);
  };

  readonly dropped = (event: DragEvent): void => {
    this.#set(0);
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.add(files);
  };

  readonly pasted = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    // Word processors put a picture of the text beside the text: then the text is meant.
    if (!files || files.length === 0 || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    this.add(files);
  };

  #set(depth: number): void {
    this.#depth = Math.max(0, depth);
    if (this.over === this.#depth > 0) return;
    this.over = this.#depth > 0;
    this.host.requestUpdate();
  }
}
