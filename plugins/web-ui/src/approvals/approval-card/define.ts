import "../../ui/icon/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcApprovalCard } from "./oc-approval-card.js";

defineElement("oc-approval-card", OcApprovalCard);
