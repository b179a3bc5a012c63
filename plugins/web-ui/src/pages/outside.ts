// The pages outside the workspace, for those who are not signed in or cannot reach it: no part of an ordinary visit.
import "./login/define.js";
import "./start/define.js";
