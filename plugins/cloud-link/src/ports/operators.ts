import { AppError, isAppError } from "@open-cowork/shared";

/**
 * For what the operator of this host asks: that Cloud does not know our token is a fault of ours, not of the operator's sign-in, and must not end it.
 */
export async function forOperators<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!isAppError(cause) || cause.kind !== "unauthenticated") throw cause;
    throw new AppError("host.unreachable", {
      message: "Cloud refuses the token of this gateway. Make a new one there, put it into the configuration, and send SIGHUP or restart.",
      cause,
    });
  }
}
