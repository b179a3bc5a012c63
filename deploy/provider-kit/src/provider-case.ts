import type { Feature } from "./features.js";
import type { Stage } from "./stage.js";

/** A promise of the port. */
export interface ProviderCase {
  name: string;
  /** Without these it says nothing. */
  needs?: readonly Feature[];
  run(stage: Stage): Promise<void>;
}

export interface KitOptions {
  /** What this provider or its platform does not have. */
  lacks?: readonly Feature[];
  /** Longest that any one thing may take. Default 10,000; the timeouts of the provider under test are to be much shorter. */
  patienceMs?: number;
}
