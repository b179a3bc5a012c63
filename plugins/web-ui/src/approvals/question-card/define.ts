import "../../ui/icon/define.js";
import { defineElement } from "../../ui/define-element.js";
import { OcQuestionCard } from "./oc-question-card.js";

defineElement("oc-question-card", OcQuestionCard);
