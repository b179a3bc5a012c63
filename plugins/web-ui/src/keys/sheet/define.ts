import "../../ui/dialog/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcShortcutSheet } from "./oc-shortcut-sheet.js";

defineElement("oc-shortcut-sheet", OcShortcutSheet);
