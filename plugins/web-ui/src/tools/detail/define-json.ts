import "../../markdown/copy/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcToolJson } from "./oc-tool-json.js";

defineElement("oc-tool-json", OcToolJson);
