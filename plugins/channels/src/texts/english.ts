import { plain, quoted, sizeText } from "./escape.js";

/**
 * Everything the router says to people in chats, in one place and in no other, so that it can be said in another language. Names and titles are other people's words:
 * they are shown through `plain`.
 */
export const english = {
  help: (canPress: boolean) => `Write what you need. Files are welcome.

/new begins a new thread
/status says what is going on
/stop stops what runs now, /stop all what waits as well
/sessions lists the threads of this chat and goes back to one
/agent and /model show what can be chosen, and choose
${canPress ? "Requests are decided by their buttons, or by" : "Requests are decided by"} /approve CODE, /deny CODE and a reason, /answer CODE and an answer`,
  welcome: (name: string, role: string) => `Welcome, ${plain(name)}. You are in, as ${role}. Write what you need, or /help.`,
  known: "You are in already. Write what you need, or /help.",
  badCode: "This code is wrong, was used already or has expired. Ask for a new one.",
  hint: "I do not know you yet. Ask the people of this workspace for a pairing code and send it to me in a direct chat.",
  unknownCommand: (name: string) => `I do not know /${plain(name)}. /help says what there is.`,
  notAllowed: "Your role does not allow this.",
  failed: (reason: string, reference: string) => `That did not work. ${reason} (Reference: ${reference})`,

  newThread: "A new thread. What shall we do?",
  newThreadBeside: "A new thread. What shall we do? The one before goes on with its work; /sessions goes back to it.",
  noThread: "Nothing was asked here yet. Write what you need.",
  status: (title: string, state: string) => `**${plain(title)}**: ${state}`,
  waiting: (prompts: number, requests: number) =>
    [
      ...(prompts === 0 ? [] : [`${prompts === 1 ? "One message waits" : `${prompts} messages wait`} for their turn.`]),
      ...(requests === 0 ? [] : [`${requests === 1 ? "One request waits" : `${requests} requests wait`} for a decision.`]),
    ].join(" "),
  states: {
    idle: "ready",
    queued: "about to start",
    running: "at work",
    waiting: "waits for a decision",
    failed: "the last run failed",
    interrupted: "the last run was interrupted",
  } as Readonly<Record<string, string>>,
  model: (name: string) => `Model: ${plain(name)}`,
  agent: (name: string) => `Agent: ${plain(name)}`,
  untitled: "Untitled",
  queuedBehind: "I wait for a decision about the request above; your message comes after it.",

  nothingRuns: "Nothing is running.",
  stoppedButWaiting: (count: number) => `${count === 1 ? "One message waits and is" : `${count} messages wait and are`} next. /stop all takes back what waits.`,

  sessions: (lines: readonly string[], code: string) =>
    `Threads of this chat, newest first:\n\n${lines.join("\n")}\n\n/sessions ${code} goes back to the first.`,
  sessionLine: (code: string, title: string, state: string, isCurrent: boolean) =>
    `- \`${code}\` ${plain(title)} (${isCurrent ? `${state}, this one` : state})`,
  noSessions: "There are no threads here yet.",
  noSuchSession: "There is no such thread here; /sessions lists them.",
  switched: (title: string) => `Back in **${plain(title)}**.`,

  agents: (lines: readonly string[], now: string) => `Agents to choose from (now ${plain(now)}):\n\n${lines.join("\n")}\n\n/agent NAME chooses.`,
  models: (lines: readonly string[], now: string) => `Models to choose from (now ${plain(now)}):\n\n${lines.join("\n")}\n\n/model NAME chooses.`,
  choice: (id: string, description: string) => `- \`${id}\`${description === "" ? "" : ` ${plain(description)}`}`,
  moreChoices: (count: number) => `and ${count} more`,
  agentChosen: (name: string) => `Agent: ${plain(name)}, from the next message on.`,
  modelChosen: (name: string) => `Model: ${plain(name)}, from the next message on.`,
  noSuchAgent: (name: string) => `There is no agent called “${plain(name)}”. /agent lists them.`,
  noSuchModel: (name: string) => `There is no model called “${plain(name)}”, or there are several. /model lists them.`,
  byDefault: "the default",

  fileTooLarge: (name: string, most: number) => `${plain(name)} is larger than the ${sizeText(most)} that I can take here, and was left out.`,
  filesNotTaken: (name: string) => `${plain(name)} was left out: I cannot take files here.`,
  fileGone: (name: string) => `${plain(name)} is not there any more and was left out. Send it again.`,
  fileFailed: (name: string) => `${plain(name)} could not be fetched and was left out. Send it again in a while.`,

  approval: (title: string) => `**May I?** ${plain(title)}`,
  agentAsks: (agent: string) => `Asked by the sub-agent ${plain(agent)}.`,
  destructive: "⚠️ This changes or deletes data.",
  attached: (name: string) => `It is long: all of it is in ${plain(name)}.`,
  once: "Allow once",
  session: "For this thread",
  always: "Always",
  reject: "No",
  alwaysRule: (rules: readonly string[]) => `Always means: ${rules.map((rule) => `\`${rule.replaceAll("`", "'")}\``).join(", ")}`,
  approvalCodes: (code: string, withAlways: boolean) =>
    `/approve ${code} allows it once, /approve ${code} session for this thread${withAlways ? `, /approve ${code} always for ever` : ""}. /deny ${code} and a reason does not.`,
  allowed: { once: "Allowed once", session: "Allowed for this thread", always: "Allowed always", reject: "Not allowed" } as Readonly<Record<string, string>>,
  by: (what: string, who: string | undefined) => `**${what}${who === undefined ? "" : ` by ${plain(who)}`}.**`,
  note: (note: string) => quoted(plain(note)),
  about: (title: string) => `(${plain(title)})`,
  approvalExpired: "**Not decided: this request has lapsed.**",

  question: "A question",
  questionAbout: (header: string, question: string) => `**${plain(header)}** ${question}`,
  option: (number: number, label: string, description: string) => `${number}. ${plain(label)}${description === "" ? "" : `: ${plain(description)}`}`,
  severalOptions: "Several may be chosen.",
  answerCode: (code: string, canPress: boolean) => `${canPress ? "Or write" : "Write"} /answer ${code} and your answer.`,
  answerLines: (code: string, count: number) => `Write /answer ${code} and your ${count} answers, each on a line of its own.`,
  skip: "Skip",
  answered: (answers: string, who: string | undefined) => `**Answered${who === undefined ? "" : ` by ${plain(who)}`}:** ${plain(answers)}`,
  rejected: (who: string | undefined) => `**Left open${who === undefined ? "" : ` by ${plain(who)}`}.**`,
  questionExpired: "**Not answered: this question has lapsed.**",

  whichCode: "Which one? Add the code that stands below the request.",
  lapsed: "This request is not open any more.",
  noSuchOption: "That is none of the choices.",
  noted: "Noted.",

  elsewhere: (name: string, text: string) => `**${plain(name)}** wrote in the workspace:\n\n${quoted(text)}`,
  withFiles: (names: readonly string[]) => `(with ${names.map(plain).join(", ")})`,
  compacted: "Earlier parts of this thread were summarised to make room.",
  aborted: "Stopped.",
  withdrawn: "A message that waited was taken back.",
  runFailed: (reason: string) => `**This did not work.** ${reason}`,
  interrupted: "**Interrupted.** What was said is kept. Write on to continue.",
  goesOn: "Interrupted, and went on.",
  done: "Done.",
  changed: (lines: readonly string[]) => `Changed files:\n\n${lines.join("\n")}`,
  changedFile: (path: string, additions: number, deletions: number) => `- \`${path.replaceAll("`", "'")}\` +${additions} −${deletions}`,
  moreFiles: (count: number) => `- and ${count} more`,
  longAnswer: "The answer is long: all of it is in the file.",
  fileNotSent: (name: string, bytes: number, url: string | undefined) =>
    `I cannot send ${plain(name)} (${sizeText(bytes)}) here.${url === undefined ? "" : ` It is in the thread: ${url}`}`,
  doubtful: "(sent again: it may be above already)",
} as const;
export type Texts = typeof english;
