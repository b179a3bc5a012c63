import "../../markdown/copy/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcToolTerminal } from "./oc-tool-terminal.js";

defineElement("oc-tool-terminal", OcToolTerminal);
