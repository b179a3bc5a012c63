import "../../approvals/approval-card/define.js";
import "../../approvals/question-card/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcApprovalsPage } from "./oc-approvals-page.js";

defineElement("oc-approvals-page", OcApprovalsPage);
