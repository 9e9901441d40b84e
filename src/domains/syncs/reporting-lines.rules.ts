/** Who reports to whom according to HR, as far as it can be taken over. */

/** A person whose manager HR names otherwise than we do. */
export interface ManagerLink {
  personId: string;
  /** As it is now, and as HR has it. */
  managerId: string | null;
  wantedId: string;
  /** Somebody chose the manager here: HR's word is shown and not taken. */
  isKept: boolean;
}

export interface ManagerDecision<L extends ManagerLink = ManagerLink> {
  link: L;
  /** `circle`: the manager would report to their own subordinate, e.g. because two accounts of HR are one person here. */
  verdict: 'write' | 'kept' | 'circle';
}

/**
 * One decision for each link, in order; each counts with those before it. `managerOf` is everybody's manager now.
 * @example Ada reports to Bob, HR says Bob reports to Ada: circle
 */
export function decideManagers<L extends ManagerLink>(
  links: readonly L[],
  managerOf: ReadonlyMap<string, string>,
): ManagerDecision<L>[] {
  const manager = new Map(managerOf);
  return links.map((link) => {
    if (link.isKept) return { link, verdict: 'kept' };
    if (reaches(manager, link.wantedId, link.personId)) return { link, verdict: 'circle' };
    manager.set(link.personId, link.wantedId);
    return { link, verdict: 'write' };
  });
}

/** True when `from` is `target` or reports to them over any number of steps. */
function reaches(manager: ReadonlyMap<string, string>, from: string, target: string): boolean {
  const seen = new Set<string>();
  for (let one: string | undefined = from; one !== undefined && !seen.has(one); one = manager.get(one)) {
    if (one === target) return true;
    seen.add(one);
  }
  return false;
}
