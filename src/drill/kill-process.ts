/** The end that a drill gives a process. */

/** SIGKILL. False when there is no such process any more. @throws Error when it may not be killed */
export function killProcess(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
