/**
 * What a schema says, in a form of its own: independent of the description in `src`, so that the two can disagree. One
 * line a type: its elements in order, `name:type` where the type is not called like the element, then `?`, `*`, `{0,3}`
 * as in a schema's occurrences; or, behind `=`, what a simple type holds.
 */
export interface Particle {
  readonly name: string
  readonly type: string
  readonly least: number
  readonly most: number
}
export type Content =
  | { readonly is: 'sequence' | 'choice'; readonly particles: readonly Particle[] }
  | { readonly is: 'simple'; readonly base: string; readonly codes: readonly string[] }
export type Contents = ReadonlyMap<string, Content>

const occurrences: Readonly<Record<string, readonly [number, number]>> = {
  '': [1, 1],
  '?': [0, 1],
  '*': [0, Number.POSITIVE_INFINITY],
}

function particle(written: string): Particle {
  const [, name, type, mark = '', least, most] = /^([\w]+)(?::([\w]+))?(\?|\*|\{(\d+),(\d+)\})?$/.exec(written)!
  const [few, many] = occurrences[mark] ?? [Number(least), Number(most)]
  return { name: name!, type: type ?? name!, least: few, most: many }
}

function content(written: string): Content {
  if (written.startsWith('=')) {
    const [base = '', ...codes] = written.slice(1).trim().split(/\s+/)
    return { is: 'simple', base, codes }
  }
  const words = written.split(/\s+/).filter((word) => word !== '')
  const choice = words.includes('|')
  return { is: choice ? 'choice' : 'sequence', particles: words.filter((word) => word !== '|').map(particle) }
}

export const contents = (table: string): Contents =>
  new Map(
    table
      .trim()
      .split('\n')
      .map((line): [string, Content] => {
        const [, name, written] = /^(\w+)\s+(.*)$/.exec(line.trim())!
        return [name!, content(written!)]
      }),
  )

/** The same as a line of the table. */
export function written(name: string, found: Content): string {
  if (found.is === 'simple') return `${name} = ${[found.base, ...found.codes].join(' ')}`
  const mark = ({ least, most }: Particle) =>
    Object.keys(occurrences).find((each) => `${occurrences[each]}` === `${[least, most]}`) ?? `{${least},${most}}`
  const particles = found.particles.map((each) =>
    [each.name, each.type === each.name ? '' : `:${each.type}`, mark(each)].join(''),
  )
  return `${name} ${particles.join(found.is === 'choice' ? ' | ' : ' ')}`
}
