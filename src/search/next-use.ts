import { type Attribute, cqlIndexes, type Query, termsIn } from '../standards/query/index.ts'

/** What is asked for in place of the attributes of a term. */
export type Simplifying = (attributes: readonly Attribute[]) => readonly Attribute[]

const yearAlone = 30
const asYear: Attribute = { type: 4, value: 4 }
const isYear = ({ type, value }: Attribute): boolean => type === asYear.type && value === asYear.value

/**
 * The Use attribute to try when one is refused: the nearest that means about the same, in the end anywhere, then none
 * (undefined), with which a target searches what it thinks best.
 */
const nextUse: Readonly<Record<number, readonly Attribute[] | undefined>> = {
  1003: [{ type: 1, value: 1004 }],
  1004: [{ type: 1, value: 1 }],
  7: [{ type: 1, value: 1007 }],
  8: [{ type: 1, value: 1007 }],
  9: [{ type: 1, value: 12 }],
  1211: [{ type: 1, value: 12 }],
  13: [{ type: 1, value: 16 }],
  // The publication date alone, as a year.
  31: [{ type: 1, value: yearAlone }, asYear],
  1016: [{ type: 1, value: 1035 }],
  1035: undefined,
}
/** Every index of a target. */
export const anywhere: readonly Attribute[] = [{ type: 1, value: 1016 }]

/** The Use attribute among others. */
export const useOf = (attributes: readonly Attribute[]): number | string | undefined =>
  attributes.find(({ type }) => type === 1)?.value

/** What is before, after or other than a term must not be searched as what equals it. */
export const orders = ({ type, value }: Attribute): boolean => type === 2 && value !== 3 && Number(value) <= 6

/**
 * Changes the Use attribute that a diagnostic names, else every one that can be.
 * @param last what is tried where there is none that means about the same; else nothing is
 */
export function useChanger(addinfo: string, root: Query, last: readonly Attribute[] | undefined): Simplifying {
  const uses = termsIn(root).map(({ attributes }) => useOf(attributes))
  const named = uses.find((use) => use !== undefined && isNamed(use, addinfo))
  return (attributes) => {
    const use = useOf(attributes)
    if (named !== undefined && use !== named) return attributes
    // A year is asked for as one, then plainly: Zebra refuses a Use attribute where it has no index of that structure.
    if (use === yearAlone && attributes.some(isYear)) return attributes.filter((one) => !isYear(one))
    const isKnown = typeof use === 'number' && use in nextUse
    // Words after "1990" anywhere are nearly all.
    if (!isKnown && (last === undefined || attributes.some(orders))) return attributes
    const next = isKnown ? nextUse[use] : last
    const others = attributes.filter(({ type }) => type !== 1 && !next?.some((one) => one.type === type))
    return [...(next ?? []), ...others]
  }
}

const namesByUse: ReadonlyMap<number | string, readonly string[]> = new Map(
  cqlIndexes.map(({ use, names }) => [use, names]),
)

/** Whether what a target said names a Use attribute: by its number, or over SRU by its index or the set of that. */
function isNamed(use: number | string, addinfo: string): boolean {
  if (addinfo.split(/[^\w.-]+/).includes(String(use))) return true
  const [name = ''] = namesByUse.get(use) ?? []
  return name !== '' && [name, ...name.split('.')].includes(addinfo)
}
