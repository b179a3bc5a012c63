/**
 * Id of a tool call in the log. The engine's `callID` is what the model server made up, and some count anew in each answer
 * ("call_0"), so it is unique together with the answer's id only.
 */
export function callId({ messageID, callID }: { messageID: string; callID: string }): string {
  return `${messageID}.${callID}`;
}
