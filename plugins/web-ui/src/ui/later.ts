// Parts that nothing shows until the person has done something.
import "./toast/define.js";
import "./tooltip/define.js";
