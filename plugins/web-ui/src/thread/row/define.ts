import "../../approvals/approval-card/define.js";
import "../../markdown/define.js";
import "../change/define.js";
import "../prompt/define.js";
import "../status/define.js";
import "../steps/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcRow } from "./oc-row.js";

defineElement("oc-row", OcRow);
