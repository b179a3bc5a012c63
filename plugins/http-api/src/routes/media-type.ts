import { AppError } from "@open-cowork/shared";

const TYPE = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/;
const CHARSET = /^charset="?([\w.+-]{1,40})"?$/;

/**
 * What an upload says it is: the type, and of its parameters the character set. Nothing said is bytes of no type.
 * @throws AppError `request.unsupported_type` for what is no type, and for forms and compressed bodies, which would be stored with their packing
 */
export function mediaType(headers: Readonly<Record<string, string | undefined>>): string {
  const [named = "", ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  const type = named.trim() || "application/octet-stream";
  const isPacked = type.startsWith("multipart/") || (headers["content-encoding"] ?? "identity") !== "identity";
  if (!TYPE.test(type) || isPacked)
    throw new AppError("request.unsupported_type", { message: "Send the file itself as the body, not as a form and not compressed, with its type or none." });
  const charset = parameters.map((parameter) => CHARSET.exec(parameter.trim())?.[1]).find((found) => found !== undefined);
  return charset === undefined ? type : `${type}; charset=${charset}`;
}
