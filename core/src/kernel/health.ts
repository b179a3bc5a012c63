/** State of one component as `/readyz` and `open-cowork doctor` show it. */
export interface HealthReport {
  state: "ok" | "degraded" | "failed";
  /** One line for an operator; no secrets. */
  detail?: string;
}
