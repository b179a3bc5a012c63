import { defineElement } from "../../ui/define-element.js";
import { OcToolOutput } from "./oc-tool-output.js";

defineElement("oc-tool-output", OcToolOutput);
