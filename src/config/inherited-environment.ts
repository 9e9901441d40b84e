/** The whole environment, for those who start other programs: a child inherits it, with what is handed over on top. */

/** Answers a copy of this process's environment; changing it changes nothing here. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}
