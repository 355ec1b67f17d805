/** Vertices, the edges that speak for putting two together, and the pairs that must not be. All symmetric. */
export interface Ties {
  readonly count: number
  neighbours(vertex: number): readonly number[]
  clash(a: number, b: number): boolean
  /** Vertices of one kind clash with the same others and not with one another: only kinds are compared. */
  kind(vertex: number): string
}

/**
 * Divides vertices into groups: connected ones together, clashing ones never. A vertex whose neighbours clash with one
 * another could go to either side, so it goes to none: such vertices are settled among themselves. The answer depends
 * on the ties alone, not on the order of the vertices.
 */
export function settle(ties: Ties): number[][] {
  const settled: number[][] = []
  const open: number[][] = [Array.from({ length: ties.count }, (_, vertex) => vertex)]
  for (let vertices = open.pop(); vertices; vertices = open.pop()) {
    for (const component of components(vertices, ties)) {
      if (!anyClash(component, ties)) {
        settled.push(component)
        continue
      }
      const inside = new Set(component)
      const [torn, clear]: [number[], number[]] = [[], []]
      for (const vertex of component) {
        const neighbours = ties.neighbours(vertex).filter((other) => inside.has(other))
        ;(anyClash(neighbours, ties) ? torn : clear).push(vertex)
      }
      if (torn.length === 0 || clear.length === 0) settled.push(...component.map((vertex) => [vertex]))
      else open.push(torn, clear)
    }
  }
  return settled
}

function components(vertices: readonly number[], ties: Ties): number[][] {
  const left = new Set(vertices)
  const found: number[][] = []
  for (const start of vertices) {
    if (!left.delete(start)) continue
    const component = [start]
    for (let at = 0; at < component.length; at++)
      for (const next of ties.neighbours(component[at]!)) if (left.delete(next)) component.push(next)
    found.push(component)
  }
  return found
}

/** Whether two of these vertices clash. Vertices that do not are of few kinds, so this ends early either way. */
function anyClash(vertices: readonly number[], ties: Ties): boolean {
  const kinds = new Map<string, number>()
  for (const vertex of vertices) {
    const kind = ties.kind(vertex)
    if (kinds.has(kind)) continue
    for (const other of kinds.values()) if (ties.clash(vertex, other)) return true
    kinds.set(kind, vertex)
  }
  return false
}
