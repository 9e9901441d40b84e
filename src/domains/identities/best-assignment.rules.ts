/**
 * Who belongs to whom when accounts and places compete: the assignment of the largest total weight, in which anybody may stay
 * alone. Successive best augmenting paths (Bellman-Ford) over the edges there are. Example: weights a-x 20, a-y 14, b-x 14
 * give a-y and b-x, 28 together.
 */

export interface WeightedEdge {
  left: number;
  right: number;
  /** Above 0. */
  weight: number;
}

/** Edges of a knot above which nothing is decided. */
const MOST_EDGES = 2_000;

/** The chosen edges. Ties go to the edge that comes first. A knot of more than 2,000 edges is left alone: none of its edges is chosen. */
export function bestAssignment(edges: readonly WeightedEdge[]): Set<WeightedEdge> {
  const chosen = new Set<WeightedEdge>();
  for (const knot of knotsOf(edges)) {
    const [only] = knot;
    if (knot.length === 1 && only !== undefined) chosen.add(only);
    else if (knot.length <= MOST_EDGES) for (const edge of assign(knot)) chosen.add(edge);
  }
  return chosen;
}

/** The edges by connected component. */
function knotsOf(edges: readonly WeightedEdge[]): WeightedEdge[][] {
  const parents = new Map<number, number>();
  const rootOf = (node: number): number => {
    let root = node;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    parents.set(node, root);
    return root;
  };
  // Left nodes have even numbers here, right ones odd.
  for (const { left, right } of edges) parents.set(rootOf(left * 2), rootOf(right * 2 + 1));
  const knots = new Map<number, WeightedEdge[]>();
  for (const edge of edges) {
    const root = rootOf(edge.left * 2);
    const knot = knots.get(root);
    if (knot === undefined) knots.set(root, [edge]);
    else knot.push(edge);
  }
  return [...knots.values()];
}

/** Adds the path that gains most until none gains anything. */
function assign(edges: readonly WeightedEdge[]): Set<WeightedEdge> {
  const chosen = new Set<WeightedEdge>();
  for (let path = bestPath(edges, chosen); path !== null; path = bestPath(edges, chosen)) {
    for (const edge of path) {
      if (!chosen.delete(edge)) chosen.add(edge);
    }
  }
  return chosen;
}

interface Step {
  gain: number;
  edge: WeightedEdge | null;
}

/** From a free left node to any free right node, or to a left node that is freed; null when no path gains. */
function bestPath(edges: readonly WeightedEdge[], chosen: ReadonlySet<WeightedEdge>): WeightedEdge[] | null {
  const takenLeft = new Set([...chosen].map(({ left }) => left));
  const takenRight = new Set([...chosen].map(({ right }) => right));
  const lefts = new Map<number, Step>();
  const rights = new Map<number, Step>();
  for (const { left } of edges) if (!takenLeft.has(left)) lefts.set(left, { gain: 0, edge: null });
  for (let moved = true; moved;) {
    moved = false;
    for (const edge of edges) {
      const isChosen = chosen.has(edge);
      const [from, to] = isChosen ? [rights.get(edge.right), lefts] : [lefts.get(edge.left), rights];
      const target = isChosen ? edge.left : edge.right;
      if (from === undefined) continue;
      const gain = from.gain + (isChosen ? -edge.weight : edge.weight);
      const known = to.get(target);
      if (known !== undefined && gain <= known.gain + 1e-9) continue;
      to.set(target, { gain, edge });
      moved = true;
    }
  }
  const ends = [
    ...[...rights].filter(([right]) => !takenRight.has(right)).map(([, step]) => step),
    ...[...lefts].filter(([left]) => takenLeft.has(left)).map(([, step]) => step),
  ];
  let best: Step | null = null;
  for (const end of ends) if (end.gain > 1e-9 && (best === null || end.gain > best.gain)) best = end;
  return best === null ? null : pathTo(best, { chosen, lefts, rights });
}

interface Search {
  chosen: ReadonlySet<WeightedEdge>;
  lefts: ReadonlyMap<number, Step>;
  rights: ReadonlyMap<number, Step>;
}

function pathTo(end: Step, { chosen, lefts, rights }: Search): WeightedEdge[] {
  const path: WeightedEdge[] = [];
  let edge = end.edge;
  while (edge !== null) {
    path.push(edge);
    const before: Step | undefined = chosen.has(edge) ? rights.get(edge.right) : lefts.get(edge.left);
    edge = before?.edge ?? null;
  }
  return path;
}
