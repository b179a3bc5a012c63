import "./code/define.js";
import { defineElement } from "../ui/define-element.js";
import { OcMarkdown } from "./oc-markdown.js";

defineElement("oc-markdown", OcMarkdown);
