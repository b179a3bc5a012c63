import { defineElement } from "../../ui/define-element.js";
import { OcDiff } from "./oc-diff.js";

defineElement("oc-diff", OcDiff);
