import "../../ui/icon/define.js";
import "../../markdown/copy/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcPrompt } from "./oc-prompt.js";

defineElement("oc-prompt", OcPrompt);
