import "../../ui/icon/define.js";
import "../../markdown/copy/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcRunEnd } from "./oc-run-end.js";
import { OcRunLive } from "./oc-run-live.js";

defineElement("oc-run-end", OcRunEnd);
defineElement("oc-run-live", OcRunLive);
