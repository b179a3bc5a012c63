import type { Feature } from "./features.js";
import type { Stage } from "./stage.js";

/** A promise of the port. */
export interface ProviderCase {
  name: string;
  /** Without these it says nothing. */
  needs?: readonly Feature[];
  run(stage: Stage): Promise<void>;
}
