// Parts of the frame and of threads that the first paint does without: what opens on a press, what an agent asks, what passes by.
import "../approvals/question-card/define.js";
import "../composer/model-picker/define.js";
import "../shell/banner/define.js";
import "../thread/usage/define.js";
import "./menu/define.js";
import "./popover/define.js";
import "./toast/define.js";
import "./tooltip/define.js";
