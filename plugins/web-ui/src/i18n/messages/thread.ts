/** Texts of the transcript, the composer, tools and approval cards. */
export const thread = {
  "composer.placeholder": "Ask, or drop a file…",
} as const;
