import { browserStorage, DraftStore } from "./draft-store.js";

/** The drafts of this browser. */
export const drafts = new DraftStore(browserStorage());

/** Key of the draft that will begin a thread. */
export const NEW_THREAD = "new";
