import { defineElement } from "../../ui/define-element.js";
import { OcToolFile } from "./oc-tool-file.js";

defineElement("oc-tool-file", OcToolFile);
